// Who gets in and who doesn’t, in Firefox.

import { testDoor } from "../lib/door.js";

await testDoor("firefox");
