// What is left until a moment, as figures with their units: the two largest that say something.
import { words } from "./words.js";

const MILLISECONDS_OF_A_MINUTE = 60_000;
const MINUTES_OF_AN_HOUR = 60;
const MINUTES_OF_A_DAY = 1440;

export function partsLeft(milliseconds) {
  const minutes = Math.floor(milliseconds / MILLISECONDS_OF_A_MINUTE);
  const days = Math.floor(minutes / MINUTES_OF_A_DAY);
  const hours = Math.floor((minutes % MINUTES_OF_A_DAY) / MINUTES_OF_AN_HOUR);
  const rest = minutes % MINUTES_OF_AN_HOUR;
  if (days >= 10) return [[days, words.days]];
  if (days > 0) return hours ? [[days, words.days], [hours, words.hours]] : [[days, words.days]];
  if (hours > 0) return rest ? [[hours, words.hours], [rest, words.minutes]] : [[hours, words.hours]];
  return [[rest, words.minutes], [Math.floor(milliseconds / 1000) % 60, words.seconds]];
}
