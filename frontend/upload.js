// @ts-check
// What the upload page runs besides app.js and desk.js.
import "./js/sending/element.js";
