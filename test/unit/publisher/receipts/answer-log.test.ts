import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { AnswerLog } from "../../../../apps/publisher/src/receipts/answer-log.ts";
import { MemoryBlockLog } from "./memory-block-log.ts";
import {
  type Begun,
  isIdempotencyKey,
  type KeyedRun,
  type StoredAnswer,
} from "../../../../apps/publisher/src/receipts/idempotency.ts";

const hashOf = (body: string) => createHash("sha256").update(body).digest();
const [body, otherBody] = [hashOf("[1,2]"), hashOf("[3]")];
const accepted = answer('{"accepted":2}');

function answer(text: string): StoredAnswer {
  return { status: 202, contentType: "application/json", body: Buffer.from(text) };
}

/** Answers on a log in memory, on a clock that is set by hand. */
class TestAnswers {
  readonly log = new MemoryBlockLog();
  nowMs = 1_700_000_000_000;

  open(
    limits: {
      readonly maxRequests?: number;
      readonly maxLogBytes?: number;
      readonly maxBodyBytes?: number;
    } = {},
  ) {
    const bootedAtMs = this.nowMs - 5_000;
    return AnswerLog.open({
      log: this.log,
      horizonMs: 60_000,
      ...limits,
      clock: () => this.nowMs,
      monotonic: () => this.nowMs - bootedAtMs,
    });
  }
}

function running(begun: Begun): KeyedRun {
  if (begun.kind !== "run") throw new Error(`the request is ${begun.kind}`);
  return begun;
}

function replayed(begun: Begun, hash: Uint8Array): StoredAnswer | undefined {
  return begun.kind === "known" ? begun.answerFor(hash) : undefined;
}

test("the first answer is given again, byte for byte", async () => {
  const answers = await new TestAnswers().open();
  await running(answers.begin("shop", "k", body)).settle(accepted, body);
  expect(replayed(answers.begin("shop", "k", body), body)).toEqual(accepted);
  expect(answers.facts()).toMatchObject({ requests: 1, requestsUnderWay: 0, replayed: 1 });
});

test("a restart keeps answers within the horizon", async () => {
  const clock = new TestAnswers();
  await running((await clock.open()).begin("shop", "k")).settle(accepted, body);
  clock.nowMs += 60_000;
  expect(replayed((await clock.open()).begin("shop", "k"), body)).toEqual(accepted);
  clock.nowMs += 1;
  expect((await clock.open()).begin("shop", "k").kind).toBe("run");
});

test("a key is not taken for another body", async () => {
  const answers = await new TestAnswers().open();
  await running(answers.begin("shop", "k", body)).settle(accepted, body);
  expect(answers.begin("shop", "k", otherBody)).toEqual({ kind: "reused" });
  expect(replayed(answers.begin("shop", "k"), otherBody)).toBeUndefined();
});

test("a key under way is in use", async () => {
  const answers = await new TestAnswers().open();
  const run = running(answers.begin("shop", "k", body));
  expect(answers.begin("shop", "k", body)).toEqual({ kind: "in-use", retryAfterSeconds: 1 });
  await run.abandon();
  expect(answers.begin("shop", "k", otherBody).kind).toBe("run");
});

test("another caller's key is another key", async () => {
  const answers = await new TestAnswers().open();
  const first = running(answers.begin("shop POST /a", "k"));
  const second = running(answers.begin("site POST /a", "k"));
  expect(first.idOf(0)).not.toBe(second.idOf(0));
});

test("a request taken in part stays bound to its body", async () => {
  const answers = await new TestAnswers().open();
  await running(answers.begin("shop", "k", body)).abandon(body);
  expect(answers.begin("shop", "k", otherBody)).toEqual({ kind: "reused" });
  expect(answers.begin("shop", "k", body).kind).toBe("run");
});

test("ids depend on key, place and item alone", async () => {
  const first = running((await new TestAnswers().open()).begin("shop", "k"));
  const again = running((await new TestAnswers().open()).begin("shop", "k"));
  expect(first.idOf(3)).toBe(again.idOf(3));
  expect(first.idOf(3)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  const ids = [
    first.idOf(3),
    first.idOf(4),
    first.idOf(3, Buffer.from("{}")),
    first.idOf(4, Buffer.from("{}")),
  ];
  expect(new Set(ids).size).toBe(4);
});

test("the oldest answers go when there are too many", async () => {
  const clock = new TestAnswers();
  const answers = await clock.open({ maxLogBytes: 1_000 });
  for (const key of ["a", "b", "c", "d"])
    await running(answers.begin("shop", key)).settle(answer("x".repeat(300)), body);
  expect(answers.begin("shop", "b").kind).toBe("run");
  expect(answers.begin("shop", "d").kind).toBe("known");
  expect(clock.log.sizeBytes).toBeLessThanOrEqual(1_000);
});

test("a very long answer is not kept, its body is", async () => {
  const answers = await new TestAnswers().open({ maxBodyBytes: 10 });
  await running(answers.begin("shop", "k")).settle(answer("x".repeat(11)), body);
  expect(answers.begin("shop", "k", body).kind).toBe("run");
  expect(answers.begin("shop", "other", otherBody).kind).toBe("run");
});

test("an answer that cannot be written is forgotten", async () => {
  const clock = new TestAnswers();
  const answers = await clock.open();
  clock.log.append = () => Promise.reject(new Error("ENOSPC"));
  await running(answers.begin("shop", "k")).settle(accepted, body);
  expect(answers.begin("shop", "k").kind).toBe("run");
  expect(answers.facts()).toMatchObject({ requests: 0, failures: 1 });
});

test("keys are 1 to 255 printable characters", () => {
  const keys = ["a", '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "x".repeat(255)];
  expect(keys.map(isIdempotencyKey)).toEqual([true, true, true]);
  expect(["", "x".repeat(256), "a\tb", "käse"].map(isIdempotencyKey)).toEqual([false, false, false, false]);
});

test("an answer counts from when it was given", async () => {
  const clock = new TestAnswers();
  const answers = await clock.open();
  await running(answers.begin("shop", "a")).abandon(body);
  await running(answers.begin("shop", "b")).settle(accepted, body);
  clock.nowMs += 40_000;
  await running(answers.begin("shop", "a", body)).settle(accepted, body);
  clock.nowMs += 40_000;
  expect(["a", "b"].map((key) => answers.begin("shop", key, body).kind)).toEqual(["known", "run"]);
});
