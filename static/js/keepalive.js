// Long writing must outlive the session: while a form is being written, the session and its token are renewed.
import { keepLocally, refreshCsrf } from "./session.js";
import { buildButton, buildNote } from "./notes.js";
import { words } from "./words.js";

const EVERY = 4 * 60 * 1000;
const WARN_BEFORE = 5 * 60;
const url = document.body.dataset.keepaliveUrl;
const forms = document.querySelectorAll("form[data-keepalive]");
let dirty = false;
let warning = null;

function warn(seconds) {
  if (warning) return;
  const { note, body } = buildNote("warn", "hourglass-split", words.expiresSoon(Math.max(1, Math.floor(seconds / 60))));
  body.append(buildButton(words.keepSession, renew));
  document.querySelector("[data-toasts]")?.append(note);
  warning = note;
}

async function renew() {
  try {
    // GET: a page whose token is too old must still be able to fetch a new one.
    const response = await fetch(url, { headers: { "X-Requested-With": "fetch" }, cache: "no-store" });
    const answer = await response.json();
    if (!response.ok || !answer.ok) return;
    refreshCsrf(answer.csrf_token);
    warning?.remove();
    warning = null;
    if (answer.expires_in <= WARN_BEFORE) warn(answer.expires_in);
    window.dispatchEvent(new Event("vd:session-renewed"));
  } catch {
    // Offline: the next round tries again, and the text is kept by autosave.
  }
}

if (url && forms.length) {
  for (const form of forms) {
    form.addEventListener("input", () => {
      dirty = true;
      if (!form.dataset.autosave) keepLocally(form);
    });
  }
  setInterval(() => dirty && renew(), EVERY);
  window.addEventListener("vd:renew-session", renew);
  document.addEventListener("visibilitychange", () => !document.hidden && dirty && renew());
}
