import { SigningKeysError } from "./errors.ts";

/** `globalThis.fetch`, or what stands for it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const maxBytes = 1_048_576;

/**
 * Gets a JSON document of at most 1 MiB; follows no redirect.
 * @throws SigningKeysError whatever goes wrong
 */
export async function fetchJson(url: string, signal: AbortSignal, fetch: Fetch): Promise<unknown> {
  try {
    const response = await fetch(url, {
      signal,
      redirect: "manual",
      headers: { accept: "application/json, application/jwk-set+json" },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new SigningKeysError(url, `answers ${response.status}, expected 200`);
    }
    return JSON.parse(await textOf(response, url)) as unknown;
  } catch (error) {
    if (error instanceof SigningKeysError) throw error;
    throw new SigningKeysError(url, reasonOf(error), error);
  }
}

async function textOf(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new SigningKeysError(url, `answers more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return "answers what is no JSON";
  if (!(error instanceof Error)) return "cannot be reached";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "has not answered in time";
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return `cannot be reached${code}`;
}
