import { MillraceError } from "@millrace/common";

/** Stable codes of what can be wrong with a body as a whole. */
export type BodyFaultCode =
  | "UNSUPPORTED_MEDIA_TYPE"
  | "UNSUPPORTED_CONTENT_ENCODING"
  | "MALFORMED_BODY"
  | "MALFORMED_UTF8"
  | "MALFORMED_JSON"
  | "MALFORMED_BATCH"
  | "BODY_TOO_LARGE"
  | "ITEM_TOO_LARGE"
  | "TOO_MANY_ITEMS"
  | "REQUEST_TIMEOUT";

const titles: Readonly<Record<BodyFaultCode, readonly [status: number, title: string]>> = {
  UNSUPPORTED_MEDIA_TYPE: [415, "Unsupported media type"],
  UNSUPPORTED_CONTENT_ENCODING: [415, "Unsupported content encoding"],
  MALFORMED_BODY: [400, "Malformed body"],
  MALFORMED_UTF8: [400, "Malformed UTF-8"],
  MALFORMED_JSON: [400, "Malformed JSON"],
  MALFORMED_BATCH: [400, "Malformed batch"],
  BODY_TOO_LARGE: [413, "Body too large"],
  ITEM_TOO_LARGE: [413, "Item too large"],
  TOO_MANY_ITEMS: [413, "Too many items"],
  REQUEST_TIMEOUT: [408, "Request timeout"],
};

/** A body cannot be taken, or not beyond the items that were read before. */
export class BodyFault extends MillraceError {
  readonly code: BodyFaultCode;
  readonly status: number;
  readonly title: string;

  /** @param detail a sentence for the caller: what was found, what is expected */
  constructor(code: BodyFaultCode, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.code = code;
    [this.status, this.title] = titles[code];
  }
}

/** The client has gone before its body was here; nobody is left to answer. */
export class BodyAbortedError extends MillraceError {
  readonly code = "BODY_ABORTED";

  constructor(cause?: unknown) {
    super("the client closed the connection before its body was here", { cause });
  }
}
