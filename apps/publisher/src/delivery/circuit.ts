/** `closed`: events go to Kafka; `open`: Kafka is taken for away; `half-open`: it is being tried. */
export type CircuitState = "closed" | "open" | "half-open";

/** How long Kafka is left alone between tries, in milliseconds. */
export interface CircuitPauses {
  /** After the first failure; doubled with every other. Default 100. */
  readonly firstMs?: number;
  /** Default 2,000. */
  readonly mostMs?: number;
}

/** Says where events go. It opens at the first failure, as the producer has tried long enough by then. */
export class Circuit {
  #state: CircuitState = "open";
  #failures = 0;
  #reason: string | undefined;
  readonly #pauses: Required<CircuitPauses>;

  constructor({ firstMs = 100, mostMs = 2_000 }: CircuitPauses = {}) {
    this.#pauses = { firstMs, mostMs };
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Why it is not closed. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** How long to wait before the next try, in milliseconds. */
  get pauseMs(): number {
    const { firstMs, mostMs } = this.#pauses;
    return Math.min(firstMs * 2 ** Math.max(0, this.#failures - 1), mostMs);
  }

  /** Kafka has failed. */
  open(reason: string): void {
    this.#state = "open";
    this.#failures += 1;
    this.#reason = reason;
  }

  /** Kafka is tried. */
  try(): void {
    if (this.#state === "open") this.#state = "half-open";
  }

  /** Kafka has taken something: the next pause is a short one again. */
  progress(): void {
    this.#failures = 0;
  }

  /** Kafka has taken all that waited. */
  close(): void {
    this.#state = "closed";
    this.#failures = 0;
    this.#reason = undefined;
  }
}
