import type { Answers, Begun, StoredAnswer } from "../../../../apps/publisher/src/receipts/idempotency.ts";

/** Answers of requests with an `Idempotency-Key`, in memory and for ever. */
export class MemoryAnswers implements Answers {
  readonly known = new Map<string, { readonly answer: StoredAnswer; readonly bodyHash: string }>();
  readonly underWay = new Set<string>();

  readonly begin = (scope: string, key: string): Begun => {
    const id = `${scope} ${key}`;
    const known = this.known.get(id);
    if (known !== undefined) {
      const answerFor = (bodyHash: Uint8Array) =>
        text(bodyHash) === known.bodyHash ? known.answer : undefined;
      return { kind: "known", answerFor };
    }
    if (this.underWay.has(id)) return { kind: "in-use", retryAfterSeconds: 1 };
    this.underWay.add(id);
    return {
      kind: "run",
      idOf: (index, item) => `${key}-${index}-${item?.length}`,
      settle: async (answer, bodyHash) => {
        this.underWay.delete(id);
        this.known.set(id, { answer, bodyHash: text(bodyHash) });
      },
      abandon: async () => void this.underWay.delete(id),
    };
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
