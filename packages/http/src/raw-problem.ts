import { problemType } from "./answer.ts";
import { type HttpProblemCode, openProblemJson, type Problem } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

/** What node's parser says of bytes that are no request. */
export interface RawFault {
  readonly code?: string;
  readonly message: string;
}

/** The largest head of a request. */
export const maxHeaderBytes = 16_384;

/** The client was too slow. */
export const requestTimeout: Problem<HttpProblemCode> = {
  status: 408,
  code: "REQUEST_TIMEOUT",
  title: "Request timeout",
  detail: "The request did not come in time. Nothing of it was taken.",
};

const headersTooLarge: Problem<HttpProblemCode> = {
  status: 431,
  code: "HEADERS_TOO_LARGE",
  title: "Headers too large",
  detail: `The request's head has more than ${maxHeaderBytes} bytes, expected at most ${maxHeaderBytes}.`,
};

const extensionsTooLarge: Problem<HttpProblemCode> = {
  status: 413,
  code: "BODY_TOO_LARGE",
  title: "Body too large",
  detail: "The extensions of the body's chunks are too large, expected none.",
};

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  413: "Payload Too Large",
  431: "Request Header Fields Too Large",
};

/** The whole answer to what is no request, as text; the connection ends with it. */
export function rawProblem(fault: RawFault): string {
  const problem = problemOf(fault);
  const body = `${openProblemJson(problem)}}`;
  const lines = [`HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? ""}`];
  for (let at = 0; at < securityHeaders.length; at += 2)
    lines.push(`${securityHeaders[at]}: ${securityHeaders[at + 1]}`);
  lines.push(
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  );
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

function problemOf({ code, message }: RawFault): Problem<HttpProblemCode> {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return requestTimeout;
  if (code === "HPE_HEADER_OVERFLOW") return headersTooLarge;
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") return extensionsTooLarge;
  const detail = `This is no HTTP request: ${message}.`;
  return { status: 400, code: "BAD_REQUEST", title: "Bad request", detail };
}
