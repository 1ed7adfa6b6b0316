// Pointing at a field lights its places on the page and in the text, and the other way round.
// Without this script every field is still a link to its place and every place to its field.
"use strict";

const shown = document.querySelector(".pages");

function namesOf(element) {
  return (element.dataset.fields || "").split(" ").filter(Boolean);
}

function light(names) {
  for (const element of document.querySelectorAll("[data-fields]")) {
    element.classList.toggle("lit", namesOf(element).some((name) => names.includes(name)));
  }
}

// Moves only the pages, never the whole window: what is pointed at must stay under the pointer.
function reveal(name) {
  const place = shown.querySelector(`[data-fields~="${CSS.escape(name)}"]`);
  if (!place || shown.scrollHeight <= shown.clientHeight) return;
  const box = place.getBoundingClientRect();
  const frame = shown.getBoundingClientRect();
  if (box.top < frame.top || box.bottom > frame.bottom) {
    shown.scrollTop += box.top - frame.top - frame.height / 3;
  }
}

function follow(event) {
  const element = event.target.closest("[data-fields]");
  if (!element) return;
  const names = namesOf(element).slice(0, 1);
  light(names);
  if (element.classList.contains("field")) reveal(names[0]);
}

const copy = document.getElementById("copy");
if (copy) {
  copy.classList.add("ready");
  copy.addEventListener("click", async () => {
    const cited = document.getElementById("citation");
    window.getSelection().selectAllChildren(cited);
    // Browsers lend the clipboard to safe addresses only; elsewhere the selection is to be copied.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(cited.textContent);
    document.getElementById("copied").textContent = copy.dataset.done;
  });
}

document.addEventListener("pointerover", follow);
document.addEventListener("focusin", follow);
document.addEventListener("pointerout", (event) => {
  if (event.target.closest("[data-fields]")) light([]);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") light([]);
});
