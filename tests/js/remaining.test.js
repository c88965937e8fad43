import assert from "node:assert/strict";
import test from "node:test";

import { partsLeft } from "../../static/js/remaining.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const said = (left) => partsLeft(left).map(([figure, unit]) => `${figure} ${unit}`).join(" ");

test("what is left is told by the two largest units that say something", () => {
  assert.equal(said(12 * DAY + 5 * HOUR), "12 ngày");
  assert.equal(said(10 * DAY), "10 ngày");
  assert.equal(said(10 * DAY - 1), "9 ngày 23 giờ");
  assert.equal(said(2 * DAY + 3 * HOUR + 59 * MINUTE), "2 ngày 3 giờ");
  assert.equal(said(2 * DAY + 59 * MINUTE), "2 ngày");
  assert.equal(said(DAY - 1), "23 giờ 59 phút");
  assert.equal(said(3 * HOUR), "3 giờ");
  assert.equal(said(HOUR), "1 giờ");
  assert.equal(said(HOUR - 1), "59 phút 59 giây");
  assert.equal(said(MINUTE), "1 phút 0 giây");
  assert.equal(said(SECOND), "0 phút 1 giây");
  assert.equal(said(1), "0 phút 0 giây");
});
