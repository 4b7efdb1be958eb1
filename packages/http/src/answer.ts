import type { IncomingMessage, ServerResponse } from "node:http";
import { securityHeaders } from "./security-headers.ts";

/** An answer with its body. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** In node's flat form: name, value, name, value. */
  readonly headers?: readonly string[];
}

/** JSON as it is answered. */
export const jsonType = "application/json; charset=utf-8";
/** RFC 9457. */
export const problemType = "application/problem+json; charset=utf-8";

/** A body that nobody reads is taken off the connection up to here, so that the connection can go on. */
const smallBodyBytes = 65_536;
/** What a closed connection still takes, so that the client reads the answer before it learns of the end. */
const lingerBytes = 262_144;
const lingerMs = 500;

/** Sends an answer on node's own response; the connection goes on only where nothing large is left to read on it. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, contentType, body, headers } = answer;
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  const all = [...securityHeaders, "Content-Type", contentType, "Content-Length", String(length)];
  if (headers !== undefined) all.push(...headers);
  if (!hasLargeRest(request)) {
    response.writeHead(status, all).end(body);
    return;
  }
  all.push("Connection", "close");
  response.writeHead(status, all).write(body);
  linger(request, response);
}

/** Whether more of the body is to come than is worth reading for the sake of the connection. */
function hasLargeRest(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const { "content-length": length, "transfer-encoding": transfer } = request.headers;
  return length === undefined ? transfer !== undefined : Number(length) > smallBodyBytes;
}

/** Ends the connection a little later: closed with unread bytes it would be reset, and the answer lost on its way. */
function linger(request: IncomingMessage, response: ServerResponse): void {
  let left = lingerBytes;
  const end = () => {
    clearTimeout(timer);
    request.off("data", onData).off("end", end).off("close", end).pause();
    response.end();
  };
  const onData = (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) end();
  };
  const timer = setTimeout(end, lingerMs);
  request.unpipe();
  request.on("data", onData).once("end", end).once("close", end).resume();
}
