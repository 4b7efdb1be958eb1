import { RegistryAnswerError, RegistryUnreachableError } from "./registry-errors.ts";
import type { UserInfo } from "./user-info.ts";

/** Where the registry is and how it is asked. */
export interface RegistryOptions {
  /** Base address of the Confluent API: `http://127.0.0.1:8081/apis/ccompat/v7`, or a registry's root. */
  readonly url: string;
  readonly userInfo?: UserInfo;
  /** How long one request may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
}

/** One request; `body` is sent as JSON. */
export interface RegistryRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** What came back: JSON of a success, or a refusal in the registry's own form. */
export type RegistryAnswer =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly status: number; readonly errorCode: number; readonly message: string };

const mediaType = "application/vnd.schemaregistry.v1+json";

/** The one place that talks HTTP to the registry. */
export class RegistryHttp {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;
  readonly #fetch: typeof fetch;

  constructor({ url, userInfo, timeoutMs = 10_000, fetch: send = fetch }: RegistryOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.#timeoutMs = timeoutMs;
    this.#fetch = send;
    this.#headers = {
      accept: `${mediaType}, application/json`,
      "content-type": mediaType,
      ...(userInfo === undefined ? {} : { authorization: basic(userInfo) }),
    };
  }

  /**
   * @throws RegistryUnreachableError, or RegistryAnswerError when the answer is not the registry's
   */
  async send({ method, path, body, signal }: RegistryRequest): Promise<RegistryAnswer> {
    const url = `${this.#url}${path}`;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(url, {
        method,
        headers: this.#headers,
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      throw new RegistryUnreachableError(url, error);
    }
    const json = parseJson(text);
    if (response.ok && json !== undefined) return { ok: true, json };
    if (!response.ok && isRefusal(json)) {
      return { ok: false, status: response.status, errorCode: json.error_code, message: json.message };
    }
    throw new RegistryAnswerError({
      url,
      status: response.status,
      body: text,
      server: response.headers.get("server"),
    });
  }
}

function basic({ key, secret }: UserInfo): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRefusal(json: unknown): json is { readonly error_code: number; readonly message: string } {
  return (
    typeof json === "object" &&
    json !== null &&
    "error_code" in json &&
    typeof json.error_code === "number" &&
    "message" in json &&
    typeof json.message === "string"
  );
}
