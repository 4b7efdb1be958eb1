import type { IncomingMessage } from "node:http";
import { BodyFault } from "./body-fault.ts";

/** Emitted on a request of whose body nothing has come for too long, or that takes too long as a whole. */
const tooSlow = Symbol("its client is too slow");

/** Tells who reads a large body that its client is too slow. @returns whether somebody reads it, and is going to answer */
export function tellTooSlow(request: IncomingMessage): boolean {
  return request.emit(tooSlow);
}

/** Ends waiting for a client that is too slow, so that what came before is answered. */
export class SlowClient {
  readonly #request: IncomingMessage;
  #giveUp: ((fault: BodyFault) => void) | undefined;
  readonly #onTooSlow = (): void => this.#end();

  constructor(request: IncomingMessage) {
    this.#request = request;
    request.on(tooSlow, this.#onTooSlow);
  }

  /** Waits for something that the client has to send. @throws BodyFault when it does not in time */
  async inTime<T>(coming: Promise<T>): Promise<T> {
    const late = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    try {
      return await Promise.race([coming, late]);
    } finally {
      // While nobody waits for the client it is not the one that is slow.
      this.#giveUp = undefined;
    }
  }

  /** Nothing more is expected of it. */
  forget(): void {
    this.#request.off(tooSlow, this.#onTooSlow);
  }

  #end(): void {
    const { socket } = this.#request;
    if (this.#giveUp !== undefined) this.#giveUp(tooLate());
    // It is us who are slow. The connection's timer fires once; what the client takes later counts anew.
    else socket.setTimeout(socket.timeout ?? 0);
  }
}

function tooLate(): BodyFault {
  return new BodyFault(
    "REQUEST_TIMEOUT",
    "The rest of the body did not come in time. Send it again: items that were taken come out as duplicates where they have ids.",
  );
}
