#!/usr/bin/env bash
# eSpeak NG 1.52.0, the voice that most Linux desktops have, from espeakng-loader 0.2.4, asked for sounds by phonemizer
# 3.4.0.
#
# Guessed: “10–20 times”, with the dash that belongs into a range, is read as “ten to twenty times”, and a hyphen alike.
# Seen: the dash is not read at all (“ten twenty times”, which sounds like another number), a hyphen is read as the word
#   “dash”; “30 s” is “thirty ess”; “3×8” is “three times eight”, and “1/2” is “one slash two”.
# So: what is spoken is written for speaking (“10 to 20”, “30 seconds”), and never taken from what is shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check espeakng-loader==0.2.4 phonemizer==3.4.0

"$folder/python/bin/python" - > "$folder/seen" <<'PYTHON'
import espeakng_loader
from phonemizer.backend import EspeakBackend
from phonemizer.backend.espeak.wrapper import EspeakWrapper

EspeakWrapper.set_library(espeakng_loader.get_library_path())
EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
voice = EspeakBackend("en-us")
print(".".join(str(part) for part in voice.version()))
for words in ["10–20 times", "10-20 times", "10 to 20 times", "hold 30 s", "hold 30 seconds", "3×8", "1/2"]:
    print(f"{words}: {voice.phonemize([words])[0].strip()}")
PYTHON

cat "$folder/seen"
diff "$folder/seen" - <<'EXPECTED'
1.52.0
10–20 times: tɛn twɛnti taɪmz
10-20 times: tɛn dæʃ twɛnti taɪmz
10 to 20 times: tɛn tə twɛnti taɪmz
hold 30 s: hoʊld θɜːɾi ɛs
hold 30 seconds: hoʊld θɜːɾi sɛkəndz
3×8: θɹiː taɪmz eɪt
1/2: wʌn slæʃ tuː
EXPECTED
