// Builds a notice like components/notice.html does, from plain text only.
export function buildNote(tone, icon, text) {
  const note = document.createElement("div");
  note.className = `note is-${tone}`;
  note.setAttribute("role", tone === "bad" ? "alert" : "status");
  const mark = document.createElement("i");
  mark.className = `bi bi-${icon} note-icon`;
  mark.setAttribute("aria-hidden", "true");
  const body = document.createElement("div");
  body.className = "note-words";
  const line = document.createElement("p");
  line.className = "note-title";
  line.textContent = text;
  body.append(line);
  note.append(mark, body);
  return { note, body };
}

export function buildButton(label, onClick, kind = "") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn btn-tight ${kind}`.trim();
  button.textContent = label;
  button.addEventListener("click", onClick);
  return button;
}

export function buildCluster(...children) {
  const cluster = document.createElement("div");
  cluster.className = "cluster";
  cluster.append(...children);
  return cluster;
}
