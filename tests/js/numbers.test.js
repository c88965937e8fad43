import assert from "node:assert/strict";
import test from "node:test";

import { bounded, formatHundredths, isPoint, nudged, parseHundredths } from "../../static/js/numbers.js";

const RANGE = { low: 0, high: 2000, step: 50 };

test("points and percents are read as whole hundredths", () => {
  const read = { "8": 800, "8,3": 830, "8.33": 833, " 12,50 ": 1250, "-0,5": -50, "0": 0, "100000": 10000000 };
  for (const [text, value] of Object.entries(read)) assert.equal(parseHundredths(text), value, text);
});

test("what is no number of at most two decimals is read as nothing", () => {
  for (const text of ["", " ", "8,333", "1e3", "NaN", "−1", "8,", ",5", "1 000", "1234567", "0x10", "８"]) {
    assert.equal(parseHundredths(text), null, text);
  }
});

test("hundredths are written with a comma and without idle zeros", () => {
  const written = [[833, "8,33"], [830, "8,3"], [800, "8"], [5, "0,05"], [0, "0"], [-50, "-0,5"], [-1, "-0,01"]];
  for (const [value, text] of written) assert.equal(formatHundredths(value), text);
});

test("every number of hundredths is read as it was written", () => {
  for (let value = -1234; value <= 12345; value += 1) {
    assert.equal(Math.abs(parseHundredths(formatHundredths(value)) - value), 0, String(value));
  }
});

test("a sum in hundredths has no trace of floating point", () => {
  const sum = ["0,1", "0,2", "33,33"].map(parseHundredths).reduce((all, one) => all + one, 0);
  assert.equal(formatHundredths(sum), "33,63");
});

test("a point lies between the bounds on a whole step above the lower one", () => {
  for (const value of [0, 50, 1950, 2000]) assert.ok(isPoint(value, RANGE), String(value));
  for (const value of [null, -50, 25, 1999, 2050]) assert.ok(!isPoint(value, RANGE), String(value));
  assert.ok(isPoint(30, { low: 10, high: 90, step: 20 }));
  assert.ok(!isPoint(20, { low: 10, high: 90, step: 20 }));
});

test("a nudge goes one step and never past a bound", () => {
  assert.equal(nudged(100, 1, RANGE), 150);
  assert.equal(nudged(100, -1, RANGE), 50);
  assert.equal(nudged(2000, 1, RANGE), 2000);
  assert.equal(nudged(0, -1, RANGE), 0);
});

test("a nudge of an empty box goes to the bound in its direction", () => {
  assert.equal(nudged(null, 1, { ...RANGE, low: 100 }), 100);
  assert.equal(nudged(null, -1, RANGE), 2000);
});

test("what is set from outside the bounds stands at the nearer one", () => {
  assert.equal(bounded(-1, RANGE), 0);
  assert.equal(bounded(9999, RANGE), 2000);
  assert.equal(bounded(1234, RANGE), 1234);
});
