// The list of keys, and the two that hold on every page: "/" goes to the search box, "?" opens the
// list. Keys of one character can be switched off (WCAG 2.1.4); the choice is remembered.
"use strict";

const shortcuts = document.getElementById("shortcuts");
const keys = document.getElementById("keys");
const opener = document.getElementById("keys-open");

function isOn() {
  return shortcuts !== null && shortcuts.checked;
}

function isTyping(event) {
  return event.target.matches("input:not([type=checkbox]), textarea, select");
}

if (shortcuts) {
  opener.classList.add("ready");
  opener.addEventListener("click", () => keys.showModal());
  shortcuts.checked = localStorage.getItem("shortcuts") !== "off";
  shortcuts.addEventListener("change", () => {
    localStorage.setItem("shortcuts", shortcuts.checked ? "on" : "off");
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event)) return;
  if (!isOn() || keys.open) return;
  if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  } else if (event.key === "/") {
    event.preventDefault();
    const box = document.getElementById("q");
    if (box) box.focus();
    else window.location.assign("/");
  }
});
