import type { Cell } from "../contract/frames.ts";

/** How values of a column are written. */
export interface Unit {
  /** A currency's code, or what is written after the number: °C. */
  readonly unit?: string;
  /** Whether values count the currency's smallest units. */
  readonly isMinorUnits?: boolean;
}

/** A cell as a number; undefined where it is none. Decimals of many digits come as strings. */
export function numberOf(cell: Cell | undefined): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string" || cell.trim() === "") return undefined;
  const number = Number(cell);
  return Number.isNaN(number) ? undefined : number;
}

/** A column's value in the unit that people read: cents become euros. */
export function inUnits(value: number, { unit, isMinorUnits = false }: Unit): number {
  return isMinorUnits && unit !== undefined && isCurrency(unit) ? value / 10 ** fractionDigits(unit) : value;
}

/** A value with its unit: 1,234 · €12.34 · 21.5 °C. */
export function formatNumber(value: number, unit: Unit = {}, locale?: string): string {
  const inUnit = inUnits(value, unit);
  const { unit: name } = unit;
  if (name !== undefined && isCurrency(name))
    return format(inUnit, { style: "currency", currency: name }, locale);
  const text = format(inUnit, { maximumFractionDigits: digitsFor(inUnit) }, locale);
  return name === undefined ? text : `${text}\u00a0${name}`;
}

/** As an axis has room for: 1.2K · €1.2K. The value is in the unit that people read already. */
export function formatShort(value: number, { unit }: Unit = {}, locale?: string): string {
  const currency =
    unit !== undefined && isCurrency(unit)
      ? ({ style: "currency", currency: unit, currencyDisplay: "narrowSymbol" } as const)
      : {};
  const isLarge = Math.abs(value) >= 10_000;
  return isLarge
    ? format(value, { notation: "compact", maximumFractionDigits: 1, ...currency }, locale)
    : format(value, { minimumFractionDigits: 0, maximumFractionDigits: 2, ...currency }, locale);
}

/** A rate: 12 · 0.4. */
export function formatRate(perSecond: number, locale?: string): string {
  return format(perSecond, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }, locale);
}

function digitsFor(value: number): number {
  return Math.abs(value) >= 1000 ? 1 : 3;
}

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, options: Intl.NumberFormatOptions, locale?: string): string {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, known);
  return known.format(value);
}

/** A currency's code has three capitals; Intl knows how many digits its smallest units make. */
function isCurrency(unit: string): boolean {
  return /^[A-Z]{3}$/.test(unit);
}

function fractionDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
