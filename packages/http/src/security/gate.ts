import type { IncomingMessage } from "node:http";
import { anonymous, type Caller } from "./caller.ts";
import type { Denial } from "./denial.ts";
import type { Need } from "./need.ts";

/**
 * Lets a request through, as that of a caller, or says how it is refused. Works on node's own requests, before the body is
 * read. A promise comes back only where something has to be waited for: a caller whose credentials were checked before is
 * answered at once.
 */
export interface Gate {
  /** Never rejects. */
  check(request: IncomingMessage, need: Need): Caller | Denial | Promise<Caller | Denial>;
}

/** Lets everybody do everything. */
export const openGate: Gate = { check: () => anonymous };
