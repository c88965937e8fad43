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
