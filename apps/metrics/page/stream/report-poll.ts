import type { PipelineReport } from "../../src/pipeline/report.ts";
import { backOffMs } from "./back-off.ts";
import type { ConnectionOptions } from "./connection.ts";

const everyMs = 2_000;

/** Asks for the pipeline's report again and again: for a domain that serves no rows there is no stream that brings it. */
export class ReportPoll {
  readonly #options: Omit<ConnectionOptions, "url">;
  #attempt = 0;
  #isOpen = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Omit<ConnectionOptions, "url">) {
    this.#options = options;
  }

  connect(): void {
    clearTimeout(this.#timer);
    void this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const { headers, onState, onFrame } = this.#options;
    const response = await fetch("/api/pipeline", { headers: headers(), cache: "no-store" }).catch(
      () => undefined,
    );
    if (this.#isClosed) return;
    if (response?.status === 401)
      return onState({ kind: "unauthorized", reason: "The service asks for a key." });
    if (response?.ok !== true) return this.#wait();
    const data = (await response.json()) as PipelineReport;
    this.#attempt = 0;
    if (!this.#isOpen) onState({ kind: "open", since: Date.now() });
    this.#isOpen = true;
    onFrame({ type: "pipeline", data });
    this.#timer = setTimeout(() => this.connect(), everyMs);
  }

  #wait(): void {
    this.#attempt += 1;
    this.#isOpen = false;
    const waitMs = backOffMs(this.#attempt, Math.random());
    const reason = "the service does not say how the pipeline is";
    this.#options.onState({ kind: "waiting", until: Date.now() + waitMs, attempt: this.#attempt, reason });
    this.#timer = setTimeout(() => this.connect(), waitMs);
  }
}
