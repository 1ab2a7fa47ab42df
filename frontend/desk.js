// @ts-check
// What the desk's pages run besides app.js.
import "./js/autosave.js";
import "./js/drop.js";
import "./js/fields.js";
import "./js/form-draft.js";
import "./js/rooms.js";
import "./js/rows.js";
import "./js/upload.js";
