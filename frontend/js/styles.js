// @ts-check
// The styles of what helps typing come with its code, not with the page.

/** @type {Promise<unknown> | undefined} */
let styles;

/** Resolves when they stand, or when it is known that they cannot. */
export function typingStyles() {
  styles ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.getElementById("typing")?.dataset.styles ?? "";
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return styles;
}
