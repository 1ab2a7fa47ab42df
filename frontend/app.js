// @ts-check
// What every page runs. Each module looks for its own data-attribute and does nothing without it.
import "./js/autosubmit.js";
import "./js/complete.js";
import "./js/copy.js";
import "./js/keyboard.js";
import "./js/live.js";
import "./js/menu.js";
import "./js/player.js";
import "./js/theme.js";
import "./js/zoom.js";
