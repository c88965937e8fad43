import assert from "node:assert/strict";
import test from "node:test";

import { sharesLine, sumOf, WHOLE } from "../../static/js/percents.js";

test("shares are summed exactly, and what is no number counts nothing", () => {
  assert.equal(sumOf(["33,33", "33,33", "33,34"]), WHOLE);
  assert.equal(sumOf(["65", "", "x", " 35 "]), WHOLE);
  assert.equal(sumOf([]), 0);
});

test("the line says what is missing or too much", () => {
  assert.equal(sharesLine(WHOLE), "Đủ 100 %");
  assert.equal(sharesLine(WHOLE - 1), "Còn thiếu 0,01 %");
  assert.equal(sharesLine(WHOLE + 1250), "Thừa 12,5 %");
  assert.equal(sharesLine(0), "Còn thiếu 100 %");
});
