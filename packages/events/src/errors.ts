import { MillraceError } from "@millrace/common";

/** A domain's money is in a currency that ISO 4217 does not know, so its digits are not known either. */
export class CurrencyUnknownError extends MillraceError {
  readonly code = "CURRENCY_UNKNOWN";
  readonly currency: string;

  constructor(currency: string, suggestion: string | undefined) {
    const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
    super(
      `currency ${currency} is not in ISO 4217, expected one of its codes${hint} Correct it in domain.yaml.`,
    );
    this.currency = currency;
  }
}
