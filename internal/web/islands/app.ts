// What every page carries. Each part finds its own marks in the page and does
// nothing where there are none; without scripts the pages work by themselves.

import { startCopying } from "./copy";
import { startDrawer } from "./drawer";
import { startKeys } from "./keys";
import { startLeaving } from "./leave";
import { startPalette } from "./palette";
import { startPasskeys } from "./passkey";
import { startTheme } from "./theme";
import { startToasts } from "./toast";

document.documentElement.classList.add("scripts");
startTheme();
startPalette();
startDrawer();
startCopying();
startKeys();
startLeaving();
startPasskeys();
startToasts();
navigator.serviceWorker?.register("/sw.js").catch(() => undefined); // only the offline page would be missing
