// Files can be chosen or dropped, each is sent by itself and shows how far it is; the list below
// follows while files are being read. What could not be sent says why, and can be sent again.
// Without this script the form sends all files at once.
"use strict";

const form = document.querySelector("form.drop");
const input = form.querySelector("input[type=file]");
const sending = document.getElementById("sending");
const limit = Number(form.dataset.limit);

function rowOf(file) {
  const row = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const said = document.createElement("span");
  said.className = "quiet";
  row.append(name, " ", bar, " ", said);
  sending.append(row);
  return { row, bar, said };
}

function again(file, row) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = form.dataset.again;
  button.setAttribute("aria-label", `${form.dataset.again}: ${file.name}`);
  button.addEventListener("click", async () => {
    row.remove();
    await send(file);
    await refresh();
  });
  return button;
}

function send(file) {
  const { row, bar, said } = rowOf(file);
  if (file.size > limit) {
    bar.remove();
    said.textContent = form.dataset.large;
    row.className = "failed";
    return Promise.resolve();
  }
  const data = new FormData();
  data.append("form_key", form.elements.form_key.value);
  data.append("files", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      const isSent = request.status >= 200 && request.status < 400;
      bar.remove();
      row.className = isSent ? "done" : "failed";
      said.textContent = isSent ? form.dataset.sent : form.dataset[`s${request.status}`] || form.dataset.failed;
      if (!isSent) row.append(" ", again(file, row));
      resolve();
    });
    request.send(data);
  });
}

async function sendAll(files) {
  if (!files.length) return;
  sending.replaceChildren();
  for (const file of files) await send(file);
  input.value = "";
  await refresh();
}

async function refresh() {
  const answer = await fetch("/status", { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("jobs").replaceWith(fresh.getElementById("jobs"));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});

for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) sendAll([...event.dataTransfer.files]);
  });
}

async function follow() {
  if (document.getElementById("jobs").hasAttribute("data-busy")) await refresh();
  setTimeout(follow, 1500);
}

setTimeout(follow, 1500);
