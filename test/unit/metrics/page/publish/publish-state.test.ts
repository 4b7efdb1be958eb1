import { afterEach, expect, test, vi } from "vitest";
import { PublishState } from "../../../../../apps/metrics/page/publish/publish-state.ts";
import { RowChanges } from "../../../../../apps/metrics/page/state/row-changes.ts";
import { shop } from "./sample-domain.ts";

const now = Date.UTC(2026, 0, 15, 10, 30, 5);
const accepted = {
  status: "accepted",
  event_id: "e1",
  stored_in: "kafka",
  topic: "t",
  partition: 0,
  offset: 1,
};

afterEach(() => void vi.unstubAllGlobals());

function panel(status: number, body: unknown) {
  vi.stubGlobal("fetch", async () => Response.json(body, { status }));
  const changes = new RowChanges();
  const options = { domain: shop, publisherUrl: "http://127.0.0.1:8080", apiKey: () => undefined };
  const state = new PublishState({ ...options, now: () => now });
  state.watch(changes);
  return { changes, state };
}

test("a published event is followed to the row it changes", async () => {
  const { state, changes } = panel(202, accepted);
  await state.send({ isDryRun: false });
  const after = {
    town: "Bern",
    window_start: "2026-01-15T10:30:00.000Z",
    window_end: "2026-01-15T10:31:00.000Z",
    sale_count: 1,
  };
  changes.tell([{ domain: "shop", table: "sales_per_town", after }]);
  expect(state.followed.value[0]?.rows.map(({ table }) => table)).toEqual(["sales_per_town"]);
});

test("an event that is only checked is not followed", async () => {
  const { state } = panel(200, { status: "valid", event_id: "e1", topic: "t" });
  await state.send({ isDryRun: true });
  expect(state.outcome.value).toMatchObject({ kind: "valid" });
  expect(state.followed.value).toEqual([]);
});

test("problems of the publisher stand at their fields", async () => {
  const problems = [{ pointer: "/city", found: "nothing", expected: "a text" }];
  const { state } = panel(400, { code: "INVALID_EVENT", problems });
  await state.send({ isDryRun: false });
  expect(state.faults.value).toEqual(problems);
});

test("a form that cannot be read is not sent", async () => {
  const { state } = panel(202, accepted);
  state.set("pieces", "two");
  await state.send({ isDryRun: false });
  expect(state.followed.value).toEqual([]);
  expect(state.faults.value).toHaveLength(1);
});

test("choosing a type fills the form with its example", () => {
  const { state } = panel(202, accepted);
  state.set("city", "Basel");
  state.choose("sale");
  expect(state.values.value["city"]).toBe("Bern");
});
