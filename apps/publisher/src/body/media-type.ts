import { BodyFault } from "./body-fault.ts";

/** How a body holds its items: JSON, or one JSON value a line. */
export type BodyFormat = "json" | "lines";

/** What is taken, as `Accept-Post` says it. */
export const acceptPost = "application/json, application/x-ndjson, application/jsonl";

const formats = new Map<string, BodyFormat>([
  ["application/json", "json"],
  ["application/x-ndjson", "lines"],
  ["application/ndjson", "lines"],
  ["application/jsonl", "lines"],
]);
const parameter = /^\s*charset\s*=\s*(?:"utf-?8"|utf-?8)\s*$/i;

/**
 * The format that a `Content-Type` names. The only parameter that is understood is `charset=utf-8`.
 * @throws BodyFault
 */
export function bodyFormat(contentType: string | undefined): BodyFormat {
  const known = contentType === undefined ? undefined : formats.get(contentType);
  return known ?? parse(contentType);
}

function parse(contentType: string | undefined): BodyFormat {
  const [type = "", ...parameters] = (contentType ?? "").split(";");
  const format = formats.get(type.trim().toLowerCase());
  if (format === undefined) {
    throw unsupported(
      `The body's content type is ${shown(contentType)}, expected application/json, or application/x-ndjson for a batch.`,
    );
  }
  for (const given of parameters) {
    if (given.trim() !== "" && !parameter.test(given))
      throw unsupported(
        `The body's content type says ${shown(given.trim())}, expected charset=utf-8 or nothing.`,
      );
  }
  return format;
}

function unsupported(detail: string): BodyFault {
  return new BodyFault("UNSUPPORTED_MEDIA_TYPE", detail);
}

function shown(text: string | undefined): string {
  return text === undefined || text === "" ? "none" : text.slice(0, 100);
}
