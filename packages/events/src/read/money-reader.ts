import { currencies, currencyDigits, suggest } from "@millrace/common";
import type { ColumnType } from "@millrace/domain";
import { CurrencyUnknownError } from "../errors.ts";
import { type ScaledNumber, scaledNumber } from "../text/scaled-number.ts";
import { inexact } from "./decimal-reader.ts";
import type { Faults } from "./faults.ts";
import { isInt64 } from "./number-reader.ts";
import { isObject, readUnknown } from "./object.ts";
import type { Reader } from "./reader.ts";

type MoneyType = Extract<ColumnType, { readonly kind: "money" }>;

/**
 * An amount of money, which becomes minor units exactly; without a currency of its own the column takes
 * `{ amount, currency }`.
 * @throws CurrencyUnknownError when the column's currency is not in ISO 4217
 */
export function moneyReader({ currency, unit }: MoneyType): Reader {
  if (currency === undefined) return (value, faults) => readWithCurrency(value, unit, faults);
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new CurrencyUnknownError(currency, suggest(currency, currencies()));
  const expected = amountWords(currency, digits, unit);
  return (value, faults) => readAmount(value, unit === "major" ? digits : 0, { expected, unit, faults });
}

const members = ["amount", "currency"];

function readWithCurrency(value: unknown, unit: MoneyType["unit"], faults: Faults): unknown {
  if (!isObject(value)) return faults.add(value, 'an object such as {"amount":1250,"currency":"EUR"}');
  const since = faults.count;
  const { amount, currency } = value;
  const digits = typeof currency === "string" ? currencyDigits(currency) : undefined;
  if (digits === undefined) {
    const text = typeof currency === "string" ? suggest(currency.slice(0, 9), currencies()) : undefined;
    faults.add(currency, "a currency code of ISO 4217 such as EUR", text);
    faults.under("currency", since);
  }
  const beforeAmount = faults.count;
  const expected = amountWords(typeof currency === "string" ? currency : "", digits ?? 2, unit);
  const scale = unit === "major" ? (digits ?? 2) : 0;
  const minor = readAmount(amount, scale, { expected, unit, faults });
  faults.under("amount", beforeAmount);
  if (Object.keys(value).length > members.length || faults.count > since) readUnknown(value, members, faults);
  return { minor_units: minor, currency };
}

interface AmountOptions {
  readonly expected: string;
  readonly unit: MoneyType["unit"];
  readonly faults: Faults;
}

function readAmount(value: unknown, scale: number, { expected, unit, faults }: AmountOptions): unknown {
  if (unit === "minor" && typeof value === "string") return faults.add(value, expected);
  const number = scaledNumber(value, scale);
  const minor = number.kind === "number" ? wholeNumber(number) : undefined;
  if (minor !== undefined) return minor;
  return faults.add(value, unit === "major" && number.kind === "inexact" ? inexact : expected);
}

/** A number where that is exact, else a bigint of at most 64 bits. */
function wholeNumber({ isNegative, digits }: Extract<ScaledNumber, { kind: "number" }>) {
  if (digits.length <= 15) return isNegative ? -Number(digits) : Number(digits);
  if (digits.length > 19) return undefined;
  const value = isNegative ? -BigInt(digits) : BigInt(digits);
  return isInt64(value) ? value : undefined;
}

function amountWords(currency: string, digits: number, unit: MoneyType["unit"]): string {
  const money = currency === "" ? "money" : currency;
  if (unit === "minor") return `a whole number of minor units of ${money}`;
  if (digits === 0) return `an amount of ${money}, which has no digits behind the point`;
  return `an amount of ${money} as a number or text, with at most ${digits} digits behind the point`;
}
