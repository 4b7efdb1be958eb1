import type { RequestListener } from "node:http";
import { headFault, problemAnswer, sendAnswer } from "@millrace/http";
import type { Ingest } from "../intake/ingest.ts";
import { eventPaths, pathOf } from "../routes/event-paths.ts";
import type { EventPosts } from "../routes/event-posts.ts";

/** What {@link dispatch} chooses between. */
export interface DispatchOptions {
  readonly ingest: Ingest;
  /** Takes POSTs of events. */
  readonly posts: EventPosts;
  /** Takes everything else. */
  readonly app: RequestListener;
}

/** Finds POSTs of events by their exact path, in one look-up; what has too long a head goes no further. */
export function dispatch({ ingest, posts, app }: DispatchOptions): RequestListener {
  return (request, response) => {
    const { url = "", method } = request;
    const fault = headFault(request);
    if (fault !== undefined) return sendAnswer(request, response, problemAnswer(fault));
    if (method === "POST") {
      const target = eventPaths(ingest.catalog).get(pathOf(url));
      if (target !== undefined) return posts.handle(request, response, target);
    }
    app(request, response);
  };
}
