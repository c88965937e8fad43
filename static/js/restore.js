// After a crash, a dead battery or a new sign-in: offers the text that never reached the server.
import { clock, forgetLocally, formPairs, keptLocally, saysTheSame } from "./session.js";
import { buildButton, buildCluster, buildNote } from "./notes.js";
import { words } from "./words.js";

function setField(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (values.length) field.value = values[0];
}

function refill(form, pairs) {
  const byName = new Map();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const field of form.elements) {
    const machinery = ["hidden", "file", "password", "submit", "button"].includes(field.type) || field.readOnly;
    if (field.name && !machinery) setField(field, byName.get(field.name) ?? []);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  for (const area of form.querySelectorAll("textarea, input")) area.dispatchEvent(new Event("vd:refresh"));
}

function offer(form, record) {
  const { note, body } = buildNote("info", "arrow-counterclockwise", words.restoreFound(clock(record.at)));
  const accept = buildButton(words.restore, () => {
    refill(form, record.pairs);
    note.remove();
  });
  const decline = buildButton(words.discard, () => {
    forgetLocally(form);
    note.remove();
  }, "btn-quiet");
  body.append(buildCluster(accept, decline));
  form.prepend(note);
}

for (const form of document.querySelectorAll("form[data-keep-as]")) {
  const record = keptLocally(form);
  if (record?.pairs?.length && !saysTheSame(record.pairs, formPairs(form))) offer(form, record);
  else if (record) forgetLocally(form);
}
