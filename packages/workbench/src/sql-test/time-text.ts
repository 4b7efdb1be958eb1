const clock = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const full = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)Z?$/;

/** What a text must look like to be a time. */
export const timeForm = 'a time such as "14:44:05" (with a date: in the test) or "2021-01-26T14:44:05"';

/** Epoch milliseconds of a time in UTC; undefined where the text is none, or a time of day and the test has no date. */
export function parseTime(text: string, date: string | undefined): number | undefined {
  const [, ownDate = date, time = text] = full.exec(text) ?? [];
  const [, hour, minute, second = "00", fraction = ""] = clock.exec(time) ?? [];
  if (hour === undefined || ownDate === undefined) return undefined;
  const iso = `${ownDate}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}Z`;
  const ms = Date.parse(iso);
  // Date.parse takes the 31st of a shorter month for the next month's first day.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== iso ? undefined : ms;
}

/** A time as short as it can be said: the time of day on the test's date, otherwise date and time. */
export function showTime(ms: number, date: string | undefined): string {
  const [day = "", time = ""] = new Date(ms).toISOString().slice(0, -1).split("T");
  const short = time.replace(/\.000$/, "");
  return day === date ? short : `${day}T${short}`;
}

/** As Flink's JSON format reads a TIMESTAMP(3). */
export function flinkTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}
