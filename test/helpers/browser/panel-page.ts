import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { CatalogDomain } from "../../../apps/metrics/page/contract/catalog.ts";

const pageFolder = join(import.meta.dirname, "..", "..", "..", "apps", "metrics", "page");

/** An answer of the publisher's. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page with the publish panel alone, before a publisher that answers what a test says. */
export interface PanelPage extends AsyncDisposable {
  readonly url: string;
  /** What was posted, oldest first. */
  readonly posted: readonly { readonly path: string; readonly body: unknown }[];
  /** Answers from now on; `hang` never answers. */
  answer(how: (body: unknown) => ScriptedAnswer | "hang"): void;
}

/** Starts it on a free port; it takes every event until a test says otherwise. */
export async function startPanelPage(domain: CatalogDomain): Promise<PanelPage> {
  const posted: { readonly path: string; readonly body: unknown }[] = [];
  let respond: (body: unknown) => ScriptedAnswer | "hang" = acceptAll;
  const assets = await bundle(domain);
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (request.method === "GET") return sendAsset(response, path, assets);
    void takePost(request, response);
  });
  const takePost = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readJson(request);
    posted.push({ path: request.url ?? "/", body });
    const answer = respond(body);
    if (answer === "hang") return;
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    posted,
    answer: (how) => (respond = how),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the publisher answers to an event, and to a batch. */
export function acceptAll(body: unknown): ScriptedAnswer {
  if (Array.isArray(body)) return { status: 202, body: { accepted: body.length, duplicate: 0, results: [] } };
  const place = { stored_in: "kafka", topic: "test.shop", partition: 1, offset: 7 };
  return { status: 202, body: { status: "accepted", event_id: "e1", ...place } };
}

async function bundle(domain: CatalogDomain): Promise<Readonly<Record<string, string>>> {
  const contents = `
    import { h, render } from "preact";
    import { PublishPanel } from "./publish/publish-panel.tsx";
    import { RowChanges } from "./state/row-changes.ts";
    import "./publish/publish.css";
    const changes = new RowChanges();
    globalThis.tellChanges = (rows) => changes.tell(rows);
    const domain = ${JSON.stringify(domain)};
    const props = { domain, publisherUrl: location.origin, apiKey: () => undefined, changes };
    render(h(PublishPanel, props), document.querySelector("main div"));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: pageFolder, loader: "ts" },
    bundle: true,
    write: false,
    outdir: "/",
    jsx: "automatic",
    jsxImportSource: "preact",
    format: "esm",
    logLevel: "silent",
  });
  const text = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return {
    "/": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Panel</title>
      <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
      <link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script><main><h1>Panel</h1><div></div></main></html>`,
    "/page.js": text(".js"),
    "/page.css": text(".css"),
  };
}

const types: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css" };

function sendAsset(response: ServerResponse, path: string, assets: Readonly<Record<string, string>>): void {
  const text = assets[path];
  const type = types[path.split(".").at(-1) ?? ""] ?? "text/html";
  response.writeHead(text === undefined ? 404 : 200, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
  });
  response.end(text);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}
