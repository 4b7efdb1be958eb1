import type { IncomingMessage } from "node:http";
import type { HttpProblemCode, Problem } from "./problem.ts";

const maxUrlLength = 2_048;
/** Beyond this node leaves headers out without a word. */
export const maxHeaders = 100;

/** Why a request's head is not taken; undefined where it is. */
export function headFault(request: IncomingMessage): Problem<HttpProblemCode> | undefined {
  const { url = "", rawHeaders, headers } = request;
  if (url.length > maxUrlLength) return urlTooLong;
  if (rawHeaders.length >= maxHeaders * 2) return tooManyHeaders;
  if (headers.host === undefined && request.httpVersion === "1.1") return noHost;
  return undefined;
}

const urlTooLong: Problem<HttpProblemCode> = {
  status: 414,
  code: "URI_TOO_LONG",
  title: "URL too long",
  detail: `The URL has more than ${maxUrlLength} characters, expected at most ${maxUrlLength}.`,
};

const noHost: Problem<HttpProblemCode> = {
  status: 400,
  code: "BAD_REQUEST",
  title: "Bad request",
  detail: "The request has no Host header, expected one (HTTP/1.1).",
};

const tooManyHeaders: Problem<HttpProblemCode> = {
  status: 431,
  code: "HEADERS_TOO_LARGE",
  title: "Too many headers",
  detail: `The request has ${maxHeaders} headers or more, expected fewer.`,
};
