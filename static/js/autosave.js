// Saves a form by itself: 800 ms after the last keystroke, again and again until the server has it.
// The browser keeps its own copy until the server acknowledges exactly what was typed.
import { forgetLocally, keepLocally, keptLocally, post } from "./session.js";
import { buildButton, buildCluster, buildNote } from "./notes.js";
import { words } from "./words.js";

const PAUSE = 800;
const LONGEST_WAIT = 30000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.mark = form.querySelector("[data-saved]");
    this.revision = 0;
    this.acknowledged = 0;
    this.failures = 0;
    this.running = false;
    this.stopped = false;
    this.asked = "";
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    window.addEventListener("vd:session-renewed", () => this.resume());
  }

  get dirty() {
    return this.revision > this.acknowledged;
  }

  touch() {
    this.revision += 1;
    keepLocally(this.form);
    this.schedule(PAUSE);
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  resume() {
    this.stopped = false;
    this.save();
  }

  async save() {
    if (!this.dirty || this.running || this.stopped) return;
    // What is being sent as a whole is not saved beside it; should the sending fail, it goes on.
    if (this.form.dataset.submitting) return this.schedule(PAUSE);
    if (!navigator.onLine) return this.show("unsaved", words.offline);
    this.running = true;
    this.show("waiting", words.saving);
    const sent = this.revision;
    const data = this.textOnly();
    this.sent = data;
    try {
      await this.settle(await post(this.form.dataset.autosave, data), sent);
    } catch {
      this.retry();
    } finally {
      this.running = false;
    }
    if (this.dirty && !this.failures) this.schedule(PAUSE);
  }

  textOnly() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async settle(response, sent) {
    if (response.status >= 500 || response.status === 429) return this.retry();
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.ok) return this.acknowledge(answer, sent);
    if (response.status === 400 && !this.renewing) return this.renewToken();
    this.beRefused(response.status, answer, sent);
  }

  beRefused(status, answer, sent) {
    const byField = status === 409 && answer.their_editions !== undefined;
    this.stopped = [401, 403, 409].includes(status) && !byField;
    this.acknowledgeRefusal(sent);
    if (status === 401) return this.askToSignIn();
    if (byField) return this.askByField(answer);
    if (status === 409) return this.showBoth(answer);
    this.show("unsaved", answer.message ?? words.refused);
  }

  // Somebody signed in anew beside this page: its token is old, its text is not.
  renewToken() {
    this.renewing = true;
    window.dispatchEvent(new Event("vd:renew-session"));
  }

  acknowledge(answer, sent) {
    this.acknowledged = sent;
    this.renewing = false;
    this.failures = 0;
    this.takeVersion(answer);
    this.takeEditions(answer.editions ?? {});
    this.takeTexts(answer.merged ?? {});
    if (!this.dirty) forgetLocally(this.form);
    this.asked = "";
    this.clearNote();
    this.clearMended(answer.problems ?? {});
    this.show("saved", words.saved(answer.saved_at));
    this.form.dispatchEvent(new CustomEvent("vd:autosaved", { detail: answer }));
  }

  // What was mended no longer stands there as wrong; what is newly wrong is told when it is sent.
  clearMended(problems) {
    for (const field of this.form.querySelectorAll('[aria-invalid="true"]')) {
      const isTyped = !["radio", "checkbox"].includes(field.type) && field.value.trim();
      const error = document.getElementById(`${field.id}-error`);
      if (!isTyped || !error || field.name in problems) continue;
      field.removeAttribute("aria-invalid");
      error.hidden = true;
    }
  }

  // A refusal is not repeated by itself: the next keystroke, or a renewed session, tries again.
  acknowledgeRefusal(sent) {
    this.failures = 0;
    if (!this.stopped) this.acknowledged = sent;
  }

  retry() {
    this.failures += 1;
    this.show("unsaved", words.retrying);
    this.schedule(Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures));
  }

  show(kind, text) {
    if (!this.mark) return;
    this.mark.classList.remove("is-saved", "is-waiting", "is-unsaved");
    this.mark.classList.add(`is-${kind}`);
    this.mark.querySelector("[data-saved-words]").textContent = text;
    const icons = { saved: "cloud-check-fill", waiting: "cloud-arrow-up", unsaved: "cloud-slash" };
    this.mark.querySelector("[data-saved-icon]").className = `bi bi-${icons[kind]}`;
  }

  clearNote() {
    this.form.querySelector(":scope > .note[data-autosave-note]")?.remove();
  }

  place(note) {
    this.clearNote();
    note.dataset.autosaveNote = "";
    this.form.prepend(note);
    note.scrollIntoView({ block: "nearest" });
  }

  askToSignIn() {
    this.show("unsaved", words.signedOut);
    const { note, body } = buildNote("warn", "person-lock", words.signedOut);
    const link = document.createElement("a");
    link.href = document.body.dataset.signInUrl;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = words.signIn;
    const again = buildButton(words.keepSession, () => window.dispatchEvent(new Event("vd:renew-session")));
    body.append(buildCluster(link, again));
    this.place(note);
  }

  takeVersion(answer) {
    const version = this.form.querySelector("[data-version]");
    if (version && answer.version !== undefined) version.value = answer.version;
  }

  // The page is now drawn from what the server holds in these fields.
  takeEditions(editions) {
    const field = this.form.querySelector("[data-editions]");
    if (field) field.value = JSON.stringify({ ...JSON.parse(field.value || "{}"), ...editions });
  }

  // What somebody else wrote in fields that nobody touched here, unless it was touched since.
  takeTexts(texts) {
    const now = this.textOnly();
    for (const [name, text] of Object.entries(texts)) {
      const untouched = String(now.getAll(name)) === String(this.sent.getAll(name));
      const field = this.form.elements.namedItem(name);
      if (untouched && field) fill(field, text);
    }
  }

  // Fields that both sides changed: the others are kept already, these wait for a choice each.
  askByField(answer) {
    this.takeVersion(answer);
    this.takeEditions(answer.editions);
    this.takeTexts(answer.merged);
    this.show("unsaved", words.refused);
    const asked = JSON.stringify(answer.fields);
    if (asked === this.asked) return;
    this.asked = asked;
    const { note, body } = buildNote("bad", "files", answer.message ?? words.conflict);
    for (const [name, theirs] of Object.entries(answer.fields)) {
      const field = this.form.elements.namedItem(name);
      if (field) body.append(this.choice(name, field, theirs, answer.their_editions[name]));
    }
    this.place(note);
  }

  choice(name, field, theirs, edition) {
    const part = document.createElement("div");
    const choose = (text) => {
      if (text !== null) fill(field, text);
      this.takeEditions({ [name]: edition });
      part.remove();
      this.touch();
    };
    part.append(twoTexts(labelOf(this.form, field, name), written(field), theirs));
    part.append(buildCluster(
      buildButton(words.keepMine, () => choose(null)),
      buildButton(words.takeTheirs, () => choose(theirs)),
    ));
    return part;
  }

  showBoth(answer) {
    this.show("unsaved", words.refused);
    const { note, body } = buildNote("bad", "files", answer.message ?? words.conflict);
    for (const [name, theirs] of Object.entries(answer.fields ?? {})) {
      const field = this.form.elements.namedItem(name);
      if (!field || field.value === theirs) continue;
      body.append(twoTexts(labelOf(this.form, field, name), field.value ?? "", String(theirs)));
    }
    body.append(buildCluster(buildButton(words.keepTheirs, () => window.location.reload())));
    this.place(note);
  }
}

function labelOf(form, field, name) {
  const label = form.querySelector(`label[for="${CSS.escape(field.id ?? "")}"]`);
  return (label ?? field[0]?.closest("fieldset")?.querySelector("legend"))?.textContent.trim() ?? name;
}

// Boxes to tick and to choose from come as a list; what they hold is kept as "co;chua".
const boxesOf = (field) => (field instanceof RadioNodeList ? [...field] : field.type === "checkbox" ? [field] : null);

function written(field) {
  const boxes = boxesOf(field);
  return boxes ? boxes.filter((box) => box.checked).map((box) => box.value).join(";") : field.value ?? "";
}

function fill(field, text) {
  const chosen = text.split(";").map((part) => part.trim());
  const boxes = boxesOf(field);
  if (!boxes) field.value = text;
  for (const box of boxes ?? []) box.checked = chosen.includes(box.value);
  for (const one of boxes ?? [field]) one.dispatchEvent(new Event("vd:refresh"));
}

function twoTexts(label, mine, theirs) {
  const pair = document.createElement("div");
  pair.className = "two-texts";
  for (const [whose, text] of [[words.mine, mine], [words.theirs, theirs]]) {
    const box = document.createElement("label");
    box.className = "field form-label";
    box.textContent = `${label} – ${whose}`;
    const area = document.createElement("textarea");
    area.className = "form-control";
    area.readOnly = true;
    area.rows = 5;
    area.value = text;
    box.append(area);
    pair.append(box);
  }
  return pair;
}

// Who types faster than the scripts arrive, or comes back with "Back", is not asked to type again.
const typedEarly = (form) => [...form.querySelectorAll("input, textarea")].some((field) =>
  !["hidden", "file", "password"].includes(field.type) &&
  (field.value !== field.defaultValue || field.checked !== field.defaultChecked));

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const saver = new Autosave(form);
  if (!keptLocally(form) && typedEarly(form)) saver.touch();
  window.addEventListener("beforeunload", (event) => {
    if (saver.dirty && !form.dataset.submitting) event.preventDefault();
  });
}
