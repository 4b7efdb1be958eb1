import type { IncomingMessage } from "node:http";
import type { RequestFacts } from "@millrace/events";
import type { AddressOf } from "@millrace/http";

/** What a request says of itself; most of it is looked up only where a domain asks for it. */
class RequestContext {
  readonly receivedAtMs: number;
  readonly correlationId: string;
  readonly #request: IncomingMessage;
  readonly #addressOf: AddressOf;

  constructor(request: IncomingMessage, correlationId: string, addressOf: AddressOf) {
    this.receivedAtMs = Date.now();
    this.correlationId = correlationId;
    this.#request = request;
    this.#addressOf = addressOf;
  }

  get ip(): string | undefined {
    return this.#addressOf(this.#request);
  }

  get userAgent(): string | undefined {
    return this.#request.headers["user-agent"];
  }

  /** The first that the caller accepts. */
  get language(): string | undefined {
    const first = this.#request.headers["accept-language"]?.split(/[,;]/, 1)[0]?.trim();
    return first === "" || first === "*" ? undefined : first;
  }
}

/** The facts of a request that its events may take. */
export function factsOf(request: IncomingMessage, correlationId: string, addressOf: AddressOf): RequestFacts {
  // Getters that give undefined are, to who reads them, members that are missing.
  return new RequestContext(request, correlationId, addressOf) as RequestFacts;
}
