import { request as nodeRequest } from "node:http";
import { request as nodeSecureRequest } from "node:https";

/** The part of a `fetch` call that this library uses. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The part of a `fetch` answer that this library uses. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** What sends requests: the global `fetch` fits, and so does the fake's. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/**
 * The platform's `fetch`. Flink's completion endpoint wants a GET with a body, which `fetch` refuses by its standard, so that
 * one kind of request goes through `node:http`.
 */
export const systemFetch: FetchLike = (url, init) =>
  init.method === "GET" && init.body !== undefined
    ? getWithBody(url, init, init.body)
    : fetch(url, { ...init });

function getWithBody(url: string, init: FetchInit, body: string): Promise<FetchAnswer> {
  const send = url.startsWith("https:") ? nodeSecureRequest : nodeRequest;
  return new Promise((resolve, reject) => {
    const headers = { ...init.headers, "content-length": String(Buffer.byteLength(body)) };
    const request = send(url, { method: "GET", headers, ...(init.signal ? { signal: init.signal } : {}) });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString("utf8");
        const header = (name: string) => response.headers[name.toLowerCase()];
        resolve({
          status: response.statusCode ?? 0,
          headers: { get: (name) => header(name)?.toString() ?? null },
          text: () => Promise.resolve(answer),
        });
      });
    });
    request.end(body);
  });
}
