import assert from "node:assert/strict";
import test from "node:test";

import { clock, saysTheSame } from "../../static/js/session.js";

test("line ends and space around a text are no difference", () => {
  assert.ok(saysTheSame([["a", " một\r\nhai "]], [["a", "một\nhai"]]));
  assert.ok(saysTheSame([["a", "một\rhai"]], [["a", "một\nhai"]]));
  assert.ok(saysTheSame([], []));
});

test("another word, another field, another order is a difference", () => {
  assert.ok(!saysTheSame([["a", "một"]], [["a", "hai"]]));
  assert.ok(!saysTheSame([["a", "một"]], [["b", "một"]]));
  assert.ok(!saysTheSame([["a", "một"], ["a", "hai"]], [["a", "hai"], ["a", "một"]]));
  assert.ok(!saysTheSame([["a", "một"]], []));
});

test("a moment is told by the clock on a Vietnamese wall, wherever the browser stands", () => {
  assert.equal(clock(Date.UTC(2026, 10, 30, 1, 2, 3)), "08:02:03");
  assert.equal(clock(Date.UTC(2026, 10, 30, 17, 0, 0)), "00:00:00");
});
