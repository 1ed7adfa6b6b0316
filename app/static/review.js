// One key answers a doubt: A or Enter accepts, 1 to 3 choose, E edits, N goes on, U takes back.
// Without this script every answer is a button. Keys can be switched off; the choice is remembered.
"use strict";

const author = document.getElementById("author");
const shortcuts = document.getElementById("shortcuts");

// The last answer of a queue can be taken back by key as well, where no card has the box.
function isOn() {
  return shortcuts ? shortcuts.checked : localStorage.getItem("shortcuts") !== "off";
}

if (shortcuts) {
  shortcuts.checked = localStorage.getItem("shortcuts") !== "off";
  shortcuts.addEventListener("change", () => {
    localStorage.setItem("shortcuts", shortcuts.checked ? "on" : "off");
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
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (!isOn()) return;
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
