// Files by dropping or choosing: a bar for each, and the server's own words when it refuses.
import { csrfToken } from "./session.js";
import { goesInParts, heldBack, newUploadId, nextOffset, partFrom } from "./file-parts.js";
import { buildButton } from "./notes.js";
import { words } from "./words.js";

// How long to wait before a part is sent once more, in milliseconds; then a button offers it.
const PAUSES = [1000, 3000, 9000];
const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`;

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function buildRow(file) {
  const row = element("li", "file-row");
  const kind = element("span", "file-kind", (file.name.split(".").pop() ?? "").slice(0, 4).toUpperCase());
  kind.setAttribute("aria-hidden", "true");
  const body = element("div", "file-words");
  const facts = element("span", "file-facts num", megabytes(file.size));
  body.append(element("strong", "file-name", file.name), facts);
  const state = element("div", "file-state");
  const percent = element("strong", "num", "0 %");
  state.append(percent);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  row.append(kind, body, state, bar);
  return { row, facts, state, percent, bar };
}

class DropZone {
  constructor(zone) {
    this.zone = zone;
    this.input = zone.querySelector('input[type="file"]');
    this.problem = zone.querySelector("[data-drop-problem]");
    this.chosen = zone.querySelector("[data-drop-chosen]");
    const home = zone.closest("[data-files]") ?? zone.parentElement;
    this.rows = home.querySelector("[data-file-rows]") ?? this.makeRows();
    for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => this.hover(event, true));
    zone.addEventListener("dragleave", (event) => this.hover(event, false));
    zone.addEventListener("drop", (event) => this.drop(event));
    this.input.addEventListener("change", () => this.take(this.input.files));
  }

  makeRows() {
    const rows = element("ul", "file-rows");
    this.zone.after(rows);
    return rows;
  }

  hover(event, over) {
    event.preventDefault();
    this.zone.classList.toggle("is-over", over);
  }

  drop(event) {
    this.hover(event, false);
    if (!this.zone.dataset.upload) this.input.files = event.dataTransfer.files;
    this.take(event.dataTransfer.files);
  }

  take(files) {
    const limit = Number(this.zone.dataset.maxMegabytes ?? 0);
    const { kept, large } = heldBack(files, limit);
    this.refuse(large.map((file) => words.tooLarge(file.name, limit)).join(" "));
    if (!this.zone.dataset.upload) return this.announce(kept);
    kept.forEach((file) => this.send(file));
    this.input.value = "";
  }

  announce(files) {
    this.chosen.textContent = files.map((file) => `${file.name} (${megabytes(file.size)})`).join(", ");
  }

  refuse(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  send(file) {
    const view = buildRow(file);
    this.rows.append(view.row);
    if (goesInParts(file.size)) this.sendPart({ file, view, id: newUploadId(), tries: 0 }, 0);
    else this.post(view, file, () => this.offerRetry(view, () => this.send(file)));
  }

  post(view, file, failed) {
    const body = new FormData();
    body.append("file", file);
    const request = this.open(body, (event) => DropZone.advance(view, event.loaded, event.total));
    request.addEventListener("load", () => this.finish(view, request));
    request.addEventListener("error", failed);
  }

  // A part is added only where the one before ended: after a cut the server says where that is.
  sendPart(upload, offset) {
    const { file, view } = upload;
    const { from, to } = partFrom(offset, file.size);
    const body = new FormData();
    body.append("file", file.slice(from, to), file.name);
    for (const [name, value] of [["upload", upload.id], ["offset", from], ["total", file.size]]) body.append(name, value);
    const request = this.open(body, (event) => DropZone.advance(view, Math.min(from + event.loaded, to), file.size));
    request.addEventListener("load", () => this.goOn(upload, request, from));
    request.addEventListener("error", () => this.tryAgain(upload, from));
  }

  goOn(upload, request, sent) {
    const next = nextOffset(DropZone.read(request), request.status, sent);
    if (request.status >= 500) return this.tryAgain(upload, sent);
    if (next === null) return this.finish(upload.view, request);
    upload.tries = 0;
    this.sendPart(upload, next);
  }

  tryAgain(upload, offset) {
    upload.tries += 1;
    if (upload.tries <= PAUSES.length) return setTimeout(() => this.sendPart(upload, offset), PAUSES[upload.tries - 1]);
    this.offerRetry(upload.view, () => {
      upload.view = buildRow(upload.file);
      upload.tries = 0;
      this.rows.append(upload.view.row);
      this.sendPart(upload, offset);
    });
  }

  open(body, progressed) {
    const request = new XMLHttpRequest();
    request.open("POST", this.zone.dataset.upload);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.addEventListener("progress", progressed);
    request.send(body);
    return request;
  }

  static advance(view, done, all) {
    if (!all) return;
    view.bar.value = Math.round((100 * done) / all);
    view.percent.textContent = `${view.bar.value} %`;
    view.facts.textContent = words.uploading(megabytes(done), megabytes(all));
  }

  static read(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return { ok: false };
    }
  }

  finish(view, request) {
    const answer = DropZone.read(request);
    if (!answer.ok) return DropZone.fail(view, answer.message ?? words.uploadFailed);
    if (!answer.row) return window.location.reload();
    const holder = document.createElement("template");
    // eslint-disable-next-line no-restricted-properties -- rendered by our own template on our own server, escaped there
    holder.innerHTML = answer.row;
    view.row.replaceWith(holder.content);
  }

  static fail(view, message) {
    view.bar.remove();
    view.percent.remove();
    const line = element("p", "file-problem", message);
    line.setAttribute("role", "alert");
    view.row.append(line);
  }

  offerRetry(view, retry) {
    DropZone.fail(view, words.uploadFailed);
    view.state.append(buildButton(words.retryUpload, () => {
      view.row.remove();
      retry();
    }));
  }
}

document.querySelectorAll("[data-drop-zone]").forEach((zone) => new DropZone(zone));
