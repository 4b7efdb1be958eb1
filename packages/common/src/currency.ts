import currencyCodes from "currency-codes";

const digits = new Map(currencyCodes.codes().map((code) => [code, currencyCodes.code(code)?.digits ?? 0]));

/** How many digits stand behind the point in amounts of a currency, by ISO 4217; undefined where it knows none. */
export function currencyDigits(code: string): number | undefined {
  return digits.get(code);
}

/** The codes of ISO 4217. */
export function currencies(): readonly string[] {
  return [...digits.keys()];
}
