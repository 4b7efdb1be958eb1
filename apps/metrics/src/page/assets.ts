import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, type OutputFile } from "esbuild";

/** One file as browsers get it, in each encoding that they may take. */
export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
  /** An entity tag, quoted. */
  readonly etag: string;
}

/** The page: its HTML, and what the HTML names, by path. */
export interface PageAssets {
  readonly index: Asset;
  /** By `/assets/<name>-<hash>.<ext>`: what is under one path never changes. */
  readonly files: ReadonlyMap<string, Asset>;
}

const source = join(import.meta.dirname, "..", "..", "page");

/** Bundles the page into one script and one stylesheet, and compresses them; takes about half a second. */
export async function buildPage(): Promise<PageAssets> {
  const [outputs, icon, html] = await Promise.all([
    bundle(),
    readFile(join(source, "icon.svg")),
    readFile(join(source, "index.html"), "utf8"),
  ]);
  const script = await file("page.js", "text/javascript; charset=utf-8", contentOf(outputs, ".js"));
  const style = await file("page.css", "text/css; charset=utf-8", contentOf(outputs, ".css"));
  const image = await file("icon.svg", "image/svg+xml", icon);
  const text = html
    .replace("{{script}}", script.path)
    .replace("{{style}}", style.path)
    .replace("{{icon}}", image.path);
  const index = await compress("text/html; charset=utf-8", Buffer.from(text));
  return { index, files: new Map([script, style, image].map(({ path, asset }) => [path, asset])) };
}

async function bundle(): Promise<readonly OutputFile[]> {
  const { outputFiles } = await build({
    entryPoints: [join(source, "main.tsx")],
    tsconfig: join(source, "tsconfig.json"),
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    minify: true,
    legalComments: "none",
    target: ["es2022"],
    // Nesting and light-dark() go out as they are written: browsers without them are older than what the page needs.
    supported: { "color-functions": true },
    logLevel: "silent",
  });
  return outputFiles;
}

function contentOf(outputs: readonly OutputFile[], extension: string): Buffer {
  const found = outputs.find(({ path }) => path.endsWith(extension));
  if (found === undefined) throw new Error(`The page's bundle has no ${extension} file.`);
  return Buffer.from(found.contents);
}

async function file(name: string, contentType: string, body: Buffer) {
  const asset = await compress(contentType, body);
  const [base, extension] = name.split(".");
  return { path: `/assets/${base}-${hashOf(body)}.${extension}`, asset };
}

const [gzipped, brotli] = [promisify(gzip), promisify(brotliCompress)];

async function compress(contentType: string, body: Buffer): Promise<Asset> {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: body.length, [constants.BROTLI_PARAM_QUALITY]: 10 };
  const [gz, br] = await Promise.all([gzipped(body, { level: 9 }), brotli(body, { params })]);
  return { contentType, body, gzip: gz, br, etag: `"${hashOf(body)}"` };
}

function hashOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 12);
}
