// Options under a box, as the ARIA pattern of an editable combobox has it: arrows move, Enter
// chooses, Escape closes. htmx fetches the options; without scripts the boxes are plain.
"use strict";

function listOf(box) {
  return document.getElementById(box.getAttribute("aria-controls"));
}

function show(box, isOpen) {
  box.setAttribute("aria-expanded", String(isOpen));
  listOf(box).hidden = !isOpen;
  if (!isOpen) box.removeAttribute("aria-activedescendant");
}

function mark(box, option) {
  for (const one of listOf(box).children) one.setAttribute("aria-selected", String(one === option));
  if (!option) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function choose(box, option) {
  show(box, false);
  if (option.dataset.address) {
    window.location.assign(option.dataset.address);
  } else {
    box.value = option.dataset.value;
  }
}

for (const box of document.querySelectorAll("[role=combobox]")) {
  const list = listOf(box);
  list.addEventListener("htmx:afterSwap", () => {
    show(box, list.childElementCount > 0 && document.activeElement === box);
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      event.preventDefault();
      choose(box, option);
    }
  });
  box.addEventListener("blur", () => show(box, false));
  box.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (list.hidden || !options.length) return;
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      mark(box, options[(next + options.length) % options.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(box, options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      show(box, false);
    }
  });
}
