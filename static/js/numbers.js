// Points and percents as integers of hundredths: no floating point ever decides a total.
const PATTERN = /^(-?)(\d{1,6})(?:[.,](\d{1,2}))?$/;

export function parseHundredths(text) {
  const match = PATTERN.exec(text.trim());
  if (!match) return null;
  const whole = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] ? -whole : whole;
}

export function formatHundredths(value) {
  const size = Math.abs(value);
  const rest = String(size % 100).padStart(2, "0").replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}${Math.floor(size / 100)}${rest ? `,${rest}` : ""}`;
}

// Points lie between two bounds, whole steps above the lower one.
export function isPoint(value, { low, high, step }) {
  return value !== null && value >= low && value <= high && (value - low) % step === 0;
}

// One step up or down from what stands there; from an empty box, the nearest bound in that direction.
export function nudged(value, direction, { low, high, step }) {
  const wanted = value === null ? (direction > 0 ? low : high) : value + direction * step;
  return bounded(wanted, { low, high });
}

export function bounded(value, { low, high }) {
  return Math.min(high, Math.max(low, value));
}
