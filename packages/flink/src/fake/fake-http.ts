import type { FetchAnswer, FetchInit, FetchLike } from "../http/fetch.ts";

/** What a handler answers: a body to be written as JSON, or text that is JSON already. */
export interface FakeResponse {
  readonly status: number;
  readonly body: unknown;
  readonly json?: string;
}

/** A request as handlers see it. */
export interface FakeRequest {
  /** The values of the path's `:parts`, in order. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One endpoint; `path` has `:name` for its variable parts. */
export interface FakeRoute {
  readonly method: string;
  readonly path: string;
  readonly handle: (request: FakeRequest) => FakeResponse;
}

export const ok = (body: unknown): FakeResponse => ({ status: 200, body });

/** A Java exception as Flink's servers print it: outermost first, messages by class. */
export function refusal(
  status: number,
  ...causes: readonly (readonly [className: string, message: string])[]
): FakeResponse {
  const trace = causes.map(([className, message], index) => {
    const text = message === "" ? className : `${className}: ${message}`;
    return `${index === 0 ? "" : "Caused by: "}${text}\n\tat org.apache.flink.Fake.run(Fake.java:1)`;
  });
  const printed = `<Exception on server side:\n${trace.join("\n")}\n\nEnd of exception on server side>`;
  return { status, body: { errors: ["Internal server error.", printed] } };
}

/** A `fetch` that answers from routes instead of a network. */
export function fetchFrom(routes: readonly FakeRoute[], isDown: () => boolean): FetchLike {
  const patterns = routes.map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, "([^/]+)")}$`),
  }));
  return async (url, init) => {
    if (init.signal?.aborted) throw init.signal.reason;
    if (isDown()) throw refused();
    const { pathname, searchParams } = new URL(url);
    for (const { method, pattern, handle } of patterns) {
      const match = method === init.method ? pattern.exec(pathname) : null;
      if (match) return answer(handle({ parts: match.slice(1), query: searchParams, body: bodyOf(init) }));
    }
    return answer({ status: 404, body: { errors: [`Not found: ${pathname}`] } });
  };
}

function bodyOf({ body }: FetchInit): Readonly<Record<string, unknown>> {
  return body === undefined ? {} : (JSON.parse(body) as Record<string, unknown>);
}

function answer({ status, body, json }: FakeResponse): FetchAnswer {
  return { status, headers: { get: () => null }, text: () => Promise.resolve(json ?? JSON.stringify(body)) };
}

function refused(): TypeError {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
  });
}
