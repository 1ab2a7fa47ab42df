// @ts-check
// What the page of a batch runs besides app.js and desk.js.
import "./js/table/element.js";
