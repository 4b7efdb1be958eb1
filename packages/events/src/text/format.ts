import { isIPv4, isIPv6 } from "node:net";
import type { ColumnType } from "@millrace/domain";
import { daysInMonth } from "./calendar.ts";

type FormatName = NonNullable<Extract<ColumnType, { readonly kind: "string" }>["format"]>;

interface Format {
  readonly expected: string;
  readonly holds: (text: string) => boolean;
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** What browsers take for `<input type="email">`. */
const email =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;
const scheme = /^[a-z][a-z\d+.-]*:[^\s]+$/i;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The formats of text, each with its words. */
export const formats: Readonly<Record<FormatName, Format>> = {
  uuid: {
    expected: "a UUID such as 0b7dfe3a-9f52-4c1c-8a35-2f1d6a3f7c10",
    holds: (text) => text.length === 36 && uuid.test(text),
  },
  email: {
    expected: "an email address",
    holds: (text) => text.length <= 254 && email.test(text),
  },
  uri: {
    expected: "a URI with its scheme, such as https://example.com/a",
    holds: (text) => scheme.test(text) && URL.canParse(text),
  },
  ip: { expected: "an IPv4 or IPv6 address", holds: (text) => isIPv4(text) || holdsIpv6(text) },
  ipv4: { expected: "an IPv4 address", holds: isIPv4 },
  ipv6: { expected: "an IPv6 address", holds: holdsIpv6 },
  date: { expected: "a date such as 2026-01-15", holds: isDate },
};

/** Without the zone, which means something on one machine alone. */
function holdsIpv6(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

function isDate(text: string): boolean {
  const [, year, month, day] = date.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return day >= 1 && day <= daysInMonth(year, month);
}
