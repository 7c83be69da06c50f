// Formats times, in the world's time zone instead of the browser's.

const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const BEIJING = 8 * 60;

let offset = BEIJING; // minutes east of UTC in which everything is shown

/** Takes the world's offset; UTC means that none was set, and Beijing's is used. */
export function followZoneOf(iso) {
  const zone = /([+-])(\d\d):?(\d\d)$/.exec(iso ?? "");
  const minutes = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  offset = minutes === 0 ? BEIJING : minutes;
}

/** A Date whose UTC fields hold the local date and time. */
const wall = (iso) => new Date(Date.parse(iso) + offset * 60_000);

const pad = (number) => String(number).padStart(2, "0");

export const clockTime = (iso) => `${pad(wall(iso).getUTCHours())}:${pad(wall(iso).getUTCMinutes())}`;

export const dayKey = (iso) => wall(iso).toISOString().slice(0, 10);

const monthDay = (at) => `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;

export function fullTime(iso) {
  const at = wall(iso);
  return `${at.getUTCFullYear()}年${monthDay(at)} ${WEEKDAYS[at.getUTCDay()]} ${clockTime(iso)}`;
}

export function dayName(iso, now) {
  const at = wall(iso);
  const year = at.getUTCFullYear() === wall(now).getUTCFullYear() ? "" : `${at.getUTCFullYear()}年`;
  return `${year}${monthDay(at)} ${WEEKDAYS[at.getUTCDay()]}`;
}

/** For the list: the time (today), 昨天, the date (this year), or the date with its year. */
export function shortTime(iso, now) {
  if (dayKey(iso) === dayKey(now)) return clockTime(iso);
  const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString();
  if (dayKey(iso) === dayKey(yesterday)) return "昨天";
  const at = wall(iso);
  return at.getUTCFullYear() === wall(now).getUTCFullYear() ? monthDay(at) : dayKey(iso).slice(0, 7).replace("-", "/");
}
