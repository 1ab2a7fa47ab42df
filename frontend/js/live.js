// @ts-check
// htmx is fetched only by pages that have a use for it; without it every link and form works as such.

if (document.querySelector("[hx-get], [hx-post]")) import("htmx.org");
