import { Agent, request } from "node:http";

/** Posts page views one by one over connections that are kept. */
export class PageViewPoster implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL("/api/pageviews", url);
  }

  /** Resolves with the answer's status when it has been read. */
  post(pageView: unknown): Promise<number> {
    const body = Buffer.from(JSON.stringify(pageView));
    const headers = { "content-type": "application/json", "content-length": body.length };
    return new Promise((resolve, reject) => {
      const posted = request(this.#url, { method: "POST", agent: this.#agent, headers }, (response) => {
        response
          .resume()
          .once("end", () => resolve(response.statusCode ?? 0))
          .once("error", reject);
      });
      posted.once("error", reject).end(body);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
