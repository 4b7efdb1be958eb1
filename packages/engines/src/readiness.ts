import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Readiness } from "./service.ts";

const pollEveryMs = 100;
const attemptTimeoutMs = 5_000;

/** Waits until the check passes. @throws the signal's reason, with the last failed check as its `cause`. */
export async function waitUntilReady(readiness: Readiness, signal: AbortSignal): Promise<void> {
  let last: unknown;
  while (!signal.aborted) {
    try {
      await checkReadiness(readiness, AbortSignal.any([signal, AbortSignal.timeout(attemptTimeoutMs)]));
      return;
    } catch (error) {
      last = error;
    }
    await delay(pollEveryMs, undefined, { signal }).catch(() => undefined);
  }
  throw new Error(`not ready: ${last instanceof Error ? last.message : String(last)}`, {
    cause: signal.reason,
  });
}

/** One readiness check. @throws the reason why the engine is not ready. */
export async function checkReadiness(readiness: Readiness, signal: AbortSignal): Promise<void> {
  switch (readiness.kind) {
    case "tcp":
      return checkTcp(readiness.host, readiness.port, signal);
    case "http":
      return checkHttp(readiness, signal);
    case "probe":
      return readiness.check(signal);
  }
}

function checkTcp(host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal }, () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}

async function checkHttp(
  readiness: Extract<Readiness, { kind: "http" }>,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(readiness.url, { signal });
  const body = await response.text();
  const expected = readiness.expectStatus ?? 200;
  if (response.status !== expected) {
    throw new Error(`${readiness.url} answered ${response.status}, expected ${expected}`);
  }
  if (readiness.bodyIncludes !== undefined && !body.includes(readiness.bodyIncludes)) {
    throw new Error(`${readiness.url} answered without ${JSON.stringify(readiness.bodyIncludes)}`);
  }
}
