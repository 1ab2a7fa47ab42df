// @ts-check
// [data-drop] around a file input: files dropped anywhere on the page land in it.

const zone = document.querySelector("[data-drop]");
const input = zone?.querySelector("input[type=file]");

/** @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

if (zone && input instanceof HTMLInputElement) {
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.add("drop-over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("drop-over");
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("drop-over");
    input.files = event.dataTransfer?.files ?? null;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
