import assert from "node:assert/strict";
import test from "node:test";

import { goesInParts, heldBack, newUploadId, nextOffset, PART, partFrom } from "../../static/js/file-parts.js";

const MEGABYTE = 1048576;
const file = (name, size) => ({ name, size });

test("every file above the limit is held back, and no other", () => {
  const files = [file("a", 3 * MEGABYTE), file("b", MEGABYTE), file("c", 2 * MEGABYTE + 1), file("d", 2 * MEGABYTE)];
  const { kept, large } = heldBack(files, 2);
  assert.deepEqual(kept.map((each) => each.name), ["b", "d"]);
  assert.deepEqual(large.map((each) => each.name), ["a", "c"]);
});

test("without a limit nothing is held back", () => {
  assert.equal(heldBack([file("a", 900 * MEGABYTE)], 0).kept.length, 1);
});

test("only what is larger than a part goes in parts", () => {
  assert.equal(goesInParts(PART), false);
  assert.equal(goesInParts(PART + 1), true);
});

test("parts follow each other to the last byte", () => {
  const size = 2 * PART + 5;
  assert.deepEqual(partFrom(0, size), { from: 0, to: PART });
  assert.deepEqual(partFrom(PART, size), { from: PART, to: 2 * PART });
  assert.deepEqual(partFrom(2 * PART, size), { from: 2 * PART, to: size });
  assert.deepEqual(partFrom(size, size), { from: size, to: size });
});

test("the server says where to go on, also after a cut", () => {
  assert.equal(nextOffset({ ok: true, have: 7 }, 200, 0), 7);
  assert.equal(nextOffset({ ok: false, have: 0 }, 409, 7), 0);
  assert.equal(nextOffset({ ok: false, have: 7 }, 409, 7), null);
  assert.equal(nextOffset({ ok: false, message: "Tệp rỗng." }, 422, 7), null);
  assert.equal(nextOffset({ ok: true, row: "<li>" }, 200, 7), null);
});

test("no two uploads have one name", () => {
  const names = new Set(Array.from({ length: 100 }, () => newUploadId()));
  assert.equal(names.size, 100);
  for (const name of names) assert.match(name, /^[0-9a-f]{32}$/);
});
