import { randomUUID } from "node:crypto";
import type { Column } from "@millrace/domain";
import type { ParseContext } from "../parse-context.ts";
import { textLength } from "../text/text.ts";
import { Faults } from "./faults.ts";
import type { Reader } from "./reader.ts";

/** What a missing attribute becomes. What is wrong with that is added to the faults. */
export type WhenMissing = (faults: Faults) => unknown;

/**
 * Takes a column's value from the request. What does not fit the column is as good as not told.
 * @param otherwise what it becomes where the request does not tell; without it that is a fault
 */
export function requestFact(
  column: Column,
  read: Reader,
  otherwise: WhenMissing = (faults) => read(undefined, faults),
): WhenMissing {
  const { fromRequest, type } = column;
  if (fromRequest === "received_at" || fromRequest === undefined)
    return ({ context, nowMs }) => context.request?.receivedAtMs ?? nowMs;
  const maxLength = type.kind === "string" ? type.maxLength : undefined;
  const factOf = facts[fromRequest];
  // All events of a request say the same, and most requests say what the one before said.
  let known: { readonly fact: string; readonly value: unknown } | undefined;
  return (faults) => {
    const fact = factOf(faults.context);
    if (fact === undefined) return otherwise(faults);
    if (known?.fact === fact) return known.value;
    const tried = new Faults();
    const value = read(maxLength === undefined ? fact : cut(fact, maxLength), tried);
    if (tried.count > 0) return otherwise(faults);
    known = { fact, value };
    return value;
  };
}

type TextFact = Exclude<NonNullable<Column["fromRequest"]>, "received_at">;

const facts: Readonly<Record<TextFact, (context: ParseContext) => string | undefined>> = {
  ip: ({ request }) => plainAddress(request?.ip),
  user_agent: ({ request }) => request?.userAgent,
  language: ({ request }) => request?.language,
  correlation_id: ({ request, newId = randomUUID }) => request?.correlationId ?? newId(),
};

/** Without the zone, and as IPv4 where a socket that takes both says so in the form of IPv6. */
function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const zone = address.indexOf("%");
  const plain = zone < 0 ? address : address.slice(0, zone);
  return plain.startsWith("::ffff:") && plain.includes(".") ? plain.slice(7) : plain;
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength || textLength(text) <= maxLength) return text;
  return Array.from(text).slice(0, maxLength).join("");
}
