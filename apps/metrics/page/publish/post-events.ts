import type { FieldFault } from "./form-values.ts";
import type { Payload } from "./event-time.ts";

/** Where and how events are posted. */
export interface PostOptions {
  /** The publisher, without a path. */
  readonly publisherUrl: string;
  /** As the catalog says it. */
  readonly path: string;
  readonly apiKey?: string | undefined;
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** What became of one event. */
export type PostOutcome =
  | { readonly kind: "kept"; readonly isDuplicate: boolean; readonly eventId: string; readonly place: string }
  | { readonly kind: "valid"; readonly eventId: string; readonly topic: string }
  | { readonly kind: "invalid"; readonly faults: readonly FieldFault[] }
  | Refused;

/** Nothing was kept: why, and what to do. */
export interface Refused {
  readonly kind: "refused";
  readonly reason: string;
  readonly advice: string;
  readonly retryAfterSeconds?: number;
}

/** What became of a batch. */
export type BatchOutcome =
  { readonly kind: "counts"; readonly kept: number; readonly notKept: number } | Refused;

/** Posts one event. Never rejects, unless the signal aborts. */
export async function postEvent(payload: Payload, options: PostOptions): Promise<PostOutcome> {
  const answer = await post(payload, options.path, options);
  if ("kind" in answer) return answer;
  const { body } = answer;
  switch (body["status"]) {
    case "accepted":
    case "duplicate":
      if (options.isDryRun !== true || body["stored_in"] !== undefined) return kept(body);
      return { kind: "valid", eventId: String(body["event_id"]), topic: String(body["topic"]) };
    case "valid":
      return { kind: "valid", eventId: String(body["event_id"]), topic: String(body["topic"]) };
  }
  if (Array.isArray(body["problems"]))
    return { kind: "invalid", faults: body["problems"] as readonly FieldFault[] };
  return refusal(answer.response, body);
}

/** Posts several events at once. Never rejects, unless the signal aborts. */
export async function postBatch(payloads: readonly Payload[], options: PostOptions): Promise<BatchOutcome> {
  const answer = await post(payloads, `${options.path}/batch`, options);
  if ("kind" in answer) return answer;
  const { body } = answer;
  if (typeof body["accepted"] !== "number") return refusal(answer.response, body);
  const kept = body["accepted"] + Number(body["duplicate"] ?? 0);
  if (kept === 0) return refusal(answer.response, body);
  return { kind: "counts", kept, notKept: payloads.length - kept };
}

interface Answer {
  readonly response: Response;
  readonly body: Readonly<Record<string, unknown>>;
}

async function post(body: unknown, path: string, options: PostOptions): Promise<Answer | Refused> {
  const { publisherUrl, apiKey, isDryRun = false, signal, fetch: send = fetch } = options;
  try {
    const response = await send(new URL(isDryRun ? `${path}?dry_run=true` : path, publisherUrl), {
      method: "POST",
      credentials: "omit",
      headers: {
        "content-type": "application/json",
        ...(apiKey === undefined ? {} : { "x-api-key": apiKey }),
      },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { response, body: parseObject(text) };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return {
      kind: "refused",
      reason: `The publisher at ${publisherUrl} does not answer.`,
      advice: "See whether it runs (npm run status), and whether it lets this page in (CORS_ORIGINS).",
    };
  }
}

function kept(body: Answer["body"]): PostOutcome {
  const place =
    body["stored_in"] === "spool"
      ? "the publisher's disk, on its way to Kafka"
      : `${String(body["topic"])}, partition ${String(body["partition"])}, offset ${String(body["offset"])}`;
  return {
    kind: "kept",
    isDuplicate: body["status"] === "duplicate",
    eventId: String(body["event_id"]),
    place,
  };
}

function refusal(response: Response, body: Answer["body"]): Refused {
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const said = [body["detail"], body["title"]].find((text) => typeof text === "string" && text !== "");
  return {
    kind: "refused",
    reason: typeof said === "string" ? said : `The publisher answered ${response.status}.`,
    advice: adviceFor(response.status),
    ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  };
}

function adviceFor(status: number): string {
  if (status === 401) return "Give an API key that may write to this domain.";
  if (status === 403) return "Use an API key that may write to this domain.";
  if (status === 429) return "Too many events came from here: send fewer, or wait.";
  if (status === 503) return "Nothing was kept. Send it again when the publisher is ready.";
  if (status >= 500) return "The publisher's log says why (npm run logs publisher).";
  return "Change what is sent; sending the same again does not help.";
}

function parseObject(text: string): Answer["body"] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Answer["body"]) : {};
  } catch {
    return {};
  }
}
