/**
 * Dates and instants in Seoul. Korea has kept +09:00 without daylight saving time since 1988,
 * so the offset is a constant and the machine's own zone never matters.
 */
const offsetMs = 9 * 3_600_000;
const dayMs = 86_400_000;

const utcMidnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether the text is a day that the calendar has, written `YYYY-MM-DD`. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utcMidnight(text)) && isoDate(utcMidnight(text)) === text;

/** The calendar day in Seoul at an instant, `YYYY-MM-DD`. */
export const seoulDate = (at: Date): string => isoDate(at.getTime() + offsetMs);

/** The instant at which clocks in Seoul show `time` (`HH:MM`) on `date`. */
export const seoulInstant = (date: string, time: string): Date => new Date(`${date}T${time}:00+09:00`);

export const addDays = (date: string, days: number): string => isoDate(utcMidnight(date) + days * dayMs);

/** 1 (Monday) to 7 (Sunday). */
export const weekdayOf = (date: string): number => new Date(utcMidnight(date)).getUTCDay() || 7;

function partOfDay(hour: number, minute: number): string {
  if (hour === 0) return minute === 0 ? 'midnight' : 'night';
  if (hour < 6) return 'dawn';
  if (hour < 12) return 'morning';
  if (hour === 12) return 'noon';
  if (hour < 19) return 'afternoon';
  return hour < 21 ? 'evening' : 'night';
}

/** What a clock in Seoul shows, as people say it: the part of the day, the hour from 1 to 12, the minute. */
export function clockOf(at: Date): { part: string; hour: number; minute: number } {
  const seoul = new Date(at.getTime() + offsetMs);
  const hour = seoul.getUTCHours();
  const minute = seoul.getUTCMinutes();
  return { part: partOfDay(hour, minute), hour: hour % 12 || 12, minute };
}
