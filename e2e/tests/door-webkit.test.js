// Who gets in and who doesn’t, in WebKitGTK.

import { testDoor } from "../lib/door.js";

await testDoor("webkit");
