const ZONE = 'Asia/Ho_Chi_Minh';
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, ...options });

const dayFormat = format({ day: '2-digit', month: '2-digit', year: 'numeric' });
const timeFormat = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const isoFormat = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

export const day = (iso: string) => dayFormat.format(new Date(iso));
/** dd/mm; spelled from its parts, because the locale's own short form has a hyphen. */
export const shortDay = (iso: string) => day(iso).slice(0, 5);
export const time = (iso: string) => timeFormat.format(new Date(iso));
export const moment = (iso: string) => `${shortDay(iso)}, ${time(iso)}`;
export const fullMoment = (iso: string) => `${time(iso)}, ${day(iso)}`;

const numberFormat = new Intl.NumberFormat('vi-VN');

/** 12457 as 12.457. */
export const count = (n: number) => numberFormat.format(n);

/** The date that a clock on the wall in Vietnam shows, as yyyy-mm-dd. */
export const localDate = (at: Date | string = new Date()) => isoFormat.format(new Date(at));

const DAY = 86_400_000;
const dayNumber = (at: Date | string) => Date.parse(`${localDate(at)}T00:00:00Z`) / DAY;

/** Calendar days from now to then, as the wall calendar counts them: negative when past. */
export const daysUntil = (then: string, now = new Date()) => dayNumber(then) - dayNumber(now);

export type Due = { kind: 'late' | 'soon' | 'ok'; days: number };

/** How a deadline is shown: the server says whether it is overdue, the calendar says by how much. */
export function due(at: string, overdue: boolean, now = new Date()): Due {
  const days = daysUntil(at, now);
  if (overdue) return { kind: 'late', days: Math.max(0, -days) };
  return { kind: days <= 2 ? 'soon' : 'ok', days: Math.max(0, days) };
}

/** A moment typed as it is spoken in Vietnam (UTC+7, no summer time), as ISO 8601 in UTC; null when there is no such day. */
export function instant(d: number, m: number, y: number, hour = 0, minute = 0) {
  const at = new Date(Date.UTC(y, m - 1, d, hour - 7, minute));
  const pad = (n: number) => String(n).padStart(2, '0');
  const meant = `${y}-${pad(m)}-${pad(d)}`;
  return hour < 24 && minute < 60 && !Number.isNaN(+at) && localDate(at) === meant ? at.toISOString() : null;
}

/** yyyy-mm-dd from three fields; null when there is no such day. */
export function isoDay(d: number, m: number, y: number) {
  const at = instant(d, m, y);
  return at && localDate(at);
}
