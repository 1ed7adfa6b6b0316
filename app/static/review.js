// One key answers a doubt: A or Enter accepts, 1 to 3 choose, E edits, N goes on, U takes back.
// Without this script every answer is a button. keys.js tells whether keys are switched on.
"use strict";

const author = document.getElementById("author");

// The next card's page is drawn while this one is being read.
const coming = document.querySelector("[data-next-picture]");
if (coming) {
  window.addEventListener("load", () => {
    new Image().src = coming.dataset.nextPicture;
  });
}

// The name stands in one field and goes with whichever answer is given.
document.addEventListener("submit", (event) => {
  const own = event.target.querySelector("input[type=hidden][name=author]");
  if (!own || !author) return;
  own.value = author.value;
  if (!author.reportValidity()) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.key === "Escape" && event.target.closest("details[open]")) {
    const details = event.target.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
    return;
  }
  if (isTyping(event) || !isOn() || keys.open) return;
  const key = event.key.toLowerCase();
  const meant = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("details")) {
    meant.open = true;
    meant.querySelector("[name=value]").focus();
  } else {
    meant.click();
  }
});
