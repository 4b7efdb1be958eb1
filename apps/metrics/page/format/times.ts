/** How much of a time is written. */
export type TimeStyle = "time" | "minute" | "date-time";

const styles: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  "date-time": {
    month: "short",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  },
};

/** Where and how times are written; both default to the reader's. */
export interface TimeOptions {
  readonly style?: TimeStyle;
  readonly locale?: string;
  readonly timeZone?: string;
}

/** An ISO 8601 time in the reader's zone; as it came where it is none. */
export function formatTime(iso: string, { style = "date-time", locale, timeZone }: TimeOptions = {}): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, { ...styles[style], ...zone }).format(time);
}

/** The same time in UTC, to be shown beside the local one: 2026-03-01 12:30:00 UTC. */
export function formatUtc(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Whether a text is a time as the service writes it. */
export function isIsoTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text);
}
