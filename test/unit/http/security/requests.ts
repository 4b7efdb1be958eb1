import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { LogSink } from "@millrace/common";

/** A request as far as gates look at it. */
export function requestWith(headers: IncomingHttpHeaders, remoteAddress = "192.0.2.77"): IncomingMessage {
  return { method: "POST", headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

/** What was logged at once: facts and message. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/** A log that keeps what it is given. */
export function keepingLog(): LogSink & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const keep = (facts: object, message: string) => void lines.push({ ...facts, message });
  return { lines, debug: keep, info: keep, warn: keep, error: keep } as never;
}
