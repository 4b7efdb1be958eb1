import { silentLog } from "@millrace/common";
import { freePorts } from "@millrace/engines";
import { startKeeper } from "@millrace/store";
import { expect, test } from "vitest";

test("the keeper goes on after a round that failed, until it is told to end", async () => {
  const [port] = await freePorts(1);
  const ending = new AbortController();
  const messages: unknown[] = [];
  const warn = (_facts: object, message: string) => {
    messages.push(message);
    if (messages.length === 3) ending.abort();
  };
  await startKeeper(`postgresql://millrace_keeper@127.0.0.1:${port}/millrace`, {
    intervalMs: 1,
    log: { ...silentLog, warn },
    signal: ending.signal,
  });
  expect(messages).toEqual(Array(3).fill("tables could not be kept: the next round tries again"));
});
