// @ts-check
// The editor of captions: what its page runs besides desk.js.
import "./js/caption-editor.js";
