// One entry for every page. Each module looks for its own data-attribute and does nothing without it.
import "./busy.js";
import "./drawer.js";
import "./focus-errors.js";
import "./counters.js";
import "./score.js";
import "./shares.js";
import "./countdown.js";
import "./tabs.js";
import "./upload.js";
import "./progress.js";
import "./confirm.js";
import "./restore.js";
import "./autosave.js";
import "./keepalive.js";
