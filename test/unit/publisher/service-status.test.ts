import { expect, test } from "vitest";
import { formatSpool, spoolStatus } from "../../../apps/cli/src/spool-status.ts";
import { formatStatus } from "../../../apps/cli/src/verbs/status.ts";
import { UnhealthyError } from "@millrace/http";
import { startApp } from "./running-app.ts";

const facts = { events: 1200, bytes: 300_000, oldestAgeMs: 12_400, circuit: "open" };

test("the status tells of events that wait for Kafka", async () => {
  await using app = await startApp({ checks: { spool: async () => facts } });
  const spool = await spoolStatus(app.url);
  expect(spool).toEqual({ events: 1200, bytes: 300_000, oldestAgeMs: 12_400 });
  const running = { phase: "running", engines: [], statements: [], connectors: [] } as const;
  expect(formatStatus({ ...running, ...(spool === undefined ? {} : { spool }) })).toContain(
    "  spool: 1200 events (293 KiB) wait for Kafka, the oldest for 12 s",
  );
});

test("the status is silent of an empty spool", async () => {
  await using app = await startApp({ checks: { spool: async () => ({ ...facts, events: 0 }) } });
  expect(await spoolStatus(app.url)).toBeUndefined();
  expect(await spoolStatus("http://127.0.0.1:1")).toBeUndefined();
});

test("the status says why nothing more can be taken", async () => {
  const full = () => Promise.reject(new UnhealthyError("the spool is full", { ...facts, events: 0 }));
  await using app = await startApp({ checks: { spool: full } });
  const spool = await spoolStatus(app.url);
  expect(spool === undefined ? "" : formatSpool(spool)).toBe("spool: empty; the spool is full");
});
