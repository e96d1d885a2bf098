#!/usr/bin/env bash
# Garmin’s own libraries for FIT, the format of sports watches: @garmin/fitsdk 21.217.0 (JavaScript) and garmin-fit-sdk
# 21.158.0 (Python).
#
# Guessed: a set of “neck tilts” comes back as words, since category and name are both in the profile that they carry.
# Seen: the category does (warmUp, warm_up), the name stays the bare number 1 in both: which of the many lists of names
#   it belongs to depends on the category, and neither library looks there. The same field is a list in JavaScript and a
#   single value in Python. What moves the neck is in three lists (warm-up, core, pose): “cat cow” is 51 of core, and
#   once more, as a stretch, 38 of warm-up.
# So: a reader has to look the name up by the category itself, and a writer has to choose the list with care, because
#   the number alone means something else in each.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" @garmin/fitsdk@21.217.0 > /dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check garmin-fit-sdk==21.158.0

cat > look.mjs <<'JAVASCRIPT'
import fs from "node:fs";
import { Decoder, Encoder, Profile, Stream } from "@garmin/fitsdk";

const when = new Date("2026-11-30T10:00:00Z");
const encoder = new Encoder();
encoder.writeMesg({
  mesgNum: Profile.MesgNum.FILE_ID, type: "activity", manufacturer: "development", product: 1, timeCreated: when,
  serialNumber: 1,
});
encoder.writeMesg({
  mesgNum: Profile.MesgNum.SET, messageIndex: 0, timestamp: when, startTime: when, duration: 20, repetitions: 8,
  setType: "active", category: ["warmUp"], categorySubtype: [1],
});
const bytes = encoder.close();
fs.writeFileSync("sets.fit", bytes);
const { messages, errors } = new Decoder(Stream.fromByteArray(bytes)).read();
const [{ category, categorySubtype }] = messages.setMesgs;
console.log("JavaScript", JSON.stringify({ category, categorySubtype, errors: errors.length }));
const { types } = Profile;
console.log("its own lists", types.warmUpExerciseName[1], types.coreExerciseName[51], types.warmUpExerciseName[38]);
JAVASCRIPT
node look.mjs > seen
python/bin/python - >> seen <<'PYTHON'
from garmin_fit_sdk import Decoder, Stream

messages, errors = Decoder(Stream.from_file("sets.fit")).read()
exercise = messages["set_mesgs"][0]
print("Python", exercise["category"], exercise["category_subtype"], len(errors))
PYTHON

cat seen
diff seen - <<'EXPECTED'
JavaScript {"category":["warmUp"],"categorySubtype":[1],"errors":0}
its own lists neckTilts catCow stretchCatCow
Python warm_up 1 0
EXPECTED
