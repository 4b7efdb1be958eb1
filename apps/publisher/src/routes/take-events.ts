import type { Answer } from "@millrace/http";
import { BodyFault } from "../body/body-fault.ts";
import type { BodyLimits } from "../body/body-limits.ts";
import type { Ingest, IngestContext } from "../intake/ingest.ts";
import type { ItemResult } from "../intake/item-result.ts";
import type { Portion } from "../intake/portion.ts";
import { answerOf } from "./answers.ts";
import { type EventBody, parseWhole } from "./event-body.ts";
import type { PostTarget } from "./event-paths.ts";
import { ResultList } from "./result-list.ts";

/** So many portions of one request are stored at once, while the next is read. */
const maxStoring = 3;

/** What takes the events of one request in. */
export interface TakeOptions {
  readonly ingest: Ingest;
  readonly target: PostTarget;
  readonly limits: BodyLimits;
  readonly context: IngestContext;
  /** Makes the ids of items without one. @param at its place in the body @param item its bytes */
  readonly idOf?: (at: number, item: Uint8Array) => string;
}

/** The answer, and how many items the body had. */
export interface Taken {
  readonly answer: Answer;
  readonly items: number;
  /** How many are to be sent again. */
  readonly retries: number;
  /** Whether the body was not read to its end. */
  readonly isBroken: boolean;
}

/** Takes the events of a body in. @throws BodyFault when nothing of it can be taken; BodyAbortedError */
export async function takeEvents(body: EventBody, options: TakeOptions): Promise<Taken> {
  const { ingest, target, context, limits } = options;
  const list = new ResultList({ isSingle: !target.isBatch });
  let fault: BodyFault | undefined;
  if (body.isWhole) {
    const portion = parseWhole(body, { isBatch: target.isBatch, limits });
    list.add(await ingest.accept(portion, target.door, contextAt(portion, 0, options)));
  } else fault = await takePortions(body.portions(), list, options);
  const answer = answerOf(list, {
    words: target.door.words,
    isSingle: !target.isBatch,
    isDryRun: context.isDryRun === true,
    ...(fault === undefined ? {} : { fault }),
  });
  return { answer, items: list.count, retries: list.counts.retry, isBroken: fault !== undefined };
}

async function takePortions(
  portions: ReturnType<Extract<EventBody, { readonly isWhole: false }>["portions"]>,
  list: ResultList,
  options: TakeOptions,
): Promise<BodyFault | undefined> {
  const storing: Promise<readonly ItemResult[]>[] = [];
  let fault: BodyFault | undefined;
  let first = 0;
  try {
    for await (const parsed of portions) {
      const { portion } = parsed;
      if (portion.items.length > 0) {
        const stored = options.ingest.accept(
          portion,
          options.target.door,
          contextAt(portion, first, options),
        );
        // It is waited for below, maybe after others.
        stored.catch(() => undefined);
        storing.push(stored);
        first += portion.items.length;
      }
      fault = parsed.fault;
      if (storing.length > maxStoring) list.add(await (storing.shift() as Promise<readonly ItemResult[]>));
    }
  } finally {
    for (const results of await Promise.all(storing)) list.add(results);
  }
  if (list.count > 0 || fault !== undefined) return fault;
  throw new BodyFault("MALFORMED_BATCH", "The batch holds no item, expected at least one.");
}

function contextAt(portion: Portion, first: number, { context, idOf }: TakeOptions): IngestContext {
  if (idOf === undefined) return context;
  return { ...context, newId: (at) => idOf(first + at, portion.original(at)) };
}
