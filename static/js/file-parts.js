// Files that are too large for one request go in parts; what a cut took away is sent once more.
export const PART = 2 * 1048576;
const MEGABYTE = 1048576;

export function heldBack(files, limit) {
  const isLarge = (file) => Boolean(limit) && file.size > limit * MEGABYTE;
  return { kept: [...files].filter((file) => !isLarge(file)), large: [...files].filter(isLarge) };
}

export const goesInParts = (size) => size > PART;

export function partFrom(offset, size) {
  return { from: offset, to: Math.min(offset + PART, size) };
}

// Where to go on after an answer; null where there is no going on.
export function nextOffset(answer, status, sent) {
  if (!Number.isInteger(answer.have)) return null;
  if (answer.ok) return answer.have;
  return status === 409 && answer.have !== sent ? answer.have : null;
}

export function newUploadId(random = globalThis.crypto) {
  return [...random.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
