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

/** A domain masks an attribute by its keyed hash, and there is no key. */
export class MaskingKeyMissingError extends MillraceError {
  readonly code = "MASKING_KEY_MISSING";
  /** `club/guest_in` */
  readonly event: string;
  readonly attribute: string;

  constructor(event: string, attribute: string) {
    super(
      `the attribute ${attribute} of the event ${event} is masked by its keyed hash (mask: hash), and there is no key. ` +
        "Set MASKING_KEY to a secret of at least 16 characters, and keep it: with another key the same value has another hash.",
    );
    this.event = event;
    this.attribute = attribute;
  }
}

/** A valid event does not fit the Avro schema of its topic: the plan's schema is not that of its columns. Nothing of it is quoted. */
export class EventEncodingError extends MillraceError {
  readonly code = "EVENT_ENCODING";
  /** `club/guest_in` */
  readonly event: string;
  readonly schema: string;

  constructor(event: string, schema: string) {
    super(
      `a valid event ${event} does not fit the Avro schema ${schema}, expected the schema of its columns. ` +
        "The contract is not what the compiler wrote: compile the domain anew.",
    );
    this.event = event;
    this.schema = schema;
  }
}
