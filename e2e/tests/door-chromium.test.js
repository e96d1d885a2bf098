// Who gets in and who doesn’t, in Chromium.

import { testDoor } from "../lib/door.js";

await testDoor("chromium");
