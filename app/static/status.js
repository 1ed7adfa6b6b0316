// Files can be dropped on the form, and the list of uploads follows while files are being read.
// Without this script the form works as it is and the page is read again by hand.
"use strict";

const form = document.querySelector("form.drop");
const input = form.querySelector("input[type=file]");

for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}

async function follow() {
  const jobs = document.getElementById("jobs");
  if (!jobs.hasAttribute("data-busy")) return;
  const answer = await fetch("/status", { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    jobs.replaceWith(fresh.getElementById("jobs"));
  }
  setTimeout(follow, 1500);
}

setTimeout(follow, 1500);
