// A drawing wider than the window begins at the document that it is about. Without this script it
// begins at its left side.
"use strict";

const frame = document.querySelector(".drawing");
const root = frame && frame.querySelector(".node.root");

if (root && frame.scrollWidth > frame.clientWidth) {
  const box = root.getBoundingClientRect();
  const left = box.left - frame.getBoundingClientRect().left + frame.scrollLeft;
  frame.scrollLeft = left - (frame.clientWidth - box.width) / 2;
}
