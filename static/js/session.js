// What several modules must know about talking to the server: the token, and who keeps which text.
export function csrfToken() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

export function refreshCsrf(token) {
  if (!token) return;
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
}

export function post(url, body) {
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": csrfToken(), Accept: "application/json" };
  return fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
}

// Text of a form as plain pairs; files, secrets and machinery stay out of the browser's storage.
const machinery = new Set(["csrf_token", "version", "editions"]);

export function formPairs(form) {
  const secret = new Set([...form.querySelectorAll('input[type="password"]')].map((field) => field.name));
  const skipped = (name, value) => typeof value !== "string" || machinery.has(name) || secret.has(name);
  return [...new FormData(form)].filter(([name, value]) => !skipped(name, value));
}

// The server trims and uses its own line ends: that is no difference worth asking about.
export function saysTheSame(one, other) {
  const plain = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n").trim()]));
  return plain(one) === plain(other);
}

const keyOf = (form) => `vd:draft:${form.dataset.keepAs}`;

export function keepLocally(form) {
  if (!form.dataset.keepAs) return;
  const record = JSON.stringify({ at: Date.now(), pairs: formPairs(form) });
  try {
    localStorage.setItem(keyOf(form), record);
  } catch {
    // Storage is full or forbidden: the server copy is then the only one.
  }
}

export function forgetLocally(form) {
  try {
    localStorage.removeItem(keyOf(form));
  } catch {
    // Nothing was kept.
  }
}

export function keptLocally(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  } catch {
    return null;
  }
}

export const clock = (time) => new Date(time).toLocaleTimeString("vi-VN", { hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
