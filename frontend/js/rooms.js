// @ts-check
// The room that one is in stands in view where the row of rooms scrolls.
const room = document.querySelector(".desk-nav [aria-current]");
room?.scrollIntoView({ block: "nearest", inline: "center" });
