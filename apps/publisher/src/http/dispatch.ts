import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Ingest } from "../intake/ingest.ts";
import { eventPaths, pathOf } from "../routes/event-paths.ts";
import type { EventPosts } from "../routes/event-posts.ts";
import { problemAnswer, type ProblemAnswer } from "./problem.ts";
import { sendAnswer } from "./answer.ts";

/** What {@link dispatch} chooses between. */
export interface DispatchOptions {
  readonly ingest: Ingest;
  /** Takes POSTs of events. */
  readonly posts: EventPosts;
  /** Takes everything else. */
  readonly app: RequestListener;
}

const maxUrlLength = 2_048;
/** Beyond this node leaves headers out without a word. */
export const maxHeaders = 100;

/** Finds POSTs of events by their exact path, in one look-up; what has too long a head goes no further. */
export function dispatch({ ingest, posts, app }: DispatchOptions): RequestListener {
  return (request, response) => {
    const { url = "", method, rawHeaders, headers } = request;
    if (url.length > maxUrlLength) return refuse(request, response, urlTooLong);
    if (rawHeaders.length >= maxHeaders * 2) return refuse(request, response, tooManyHeaders);
    if (headers.host === undefined && request.httpVersion === "1.1") return refuse(request, response, noHost);
    if (method === "POST") {
      const target = eventPaths(ingest.catalog).get(pathOf(url));
      if (target !== undefined) return posts.handle(request, response, target);
    }
    app(request, response);
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, problem: ProblemAnswer): void {
  sendAnswer(request, response, problemAnswer(problem));
}

const urlTooLong: ProblemAnswer = {
  status: 414,
  code: "URI_TOO_LONG",
  title: "URL too long",
  detail: `The URL has more than ${maxUrlLength} characters, expected at most ${maxUrlLength}.`,
};

const noHost: ProblemAnswer = {
  status: 400,
  code: "BAD_REQUEST",
  title: "Bad request",
  detail: "The request has no Host header, expected one (HTTP/1.1).",
};

const tooManyHeaders: ProblemAnswer = {
  status: 431,
  code: "HEADERS_TOO_LARGE",
  title: "Too many headers",
  detail: `The request has ${maxHeaders} headers or more, expected fewer.`,
};
