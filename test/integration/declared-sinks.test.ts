import { expect, inject, test } from "vitest";
import { SinkDomain } from "../helpers/sink-domain.ts";

const patience = { timeout: 90_000, interval: 250 };

const placed = {
  order_id: "1",
  at: "2026-01-15T10:30:00Z",
  region: "emea/süd",
  amount: "1234.50",
  shipping: 4.9,
  paid: { amount: 123_990, currency: "USD" },
  kind: "web",
  tags: ["new", "it's"],
  sizes: [1, -2],
  weights: [0.5],
  flags: [true, false],
  address: { city: "Bern", since: "2020-02-29T00:00:00Z" },
};
const cancelled = { order_id: "2", at: "2026-01-16T00:00:00Z", region: "apac" };

test("declared sinks keep every type of column, in Postgres and in the archive", async () => {
  const domain = new SinkDomain(inject("stack"));
  await domain.apply();
  await domain.publish("placed", [{ ...placed, amount: "1.00" }, placed]);
  await domain.publish("cancelled", [cancelled]);

  const nothing = {
    amount: null,
    shipping: null,
    paid_minor_units: null,
    paid_currency: null,
    kind: null,
    tags: null,
    sizes: null,
    weights: null,
    flags: null,
    address_city: null,
    address_since: null,
    address_place_latitude: null,
    reason: null,
  };
  await expect
    .poll(() => domain.rows(), patience)
    .toEqual([
      {
        ...nothing,
        order_id: "1",
        at: new Date(placed.at),
        region: "emea/süd",
        event_type: "placed",
        amount: "1234.50",
        shipping: "490",
        paid_minor_units: "123990",
        paid_currency: "USD",
        kind: "web",
        tags: placed.tags,
        sizes: placed.sizes,
        weights: placed.weights,
        flags: placed.flags,
        address_city: "Bern",
        address_since: new Date(placed.address.since),
      },
      { ...nothing, ...cancelled, at: new Date(cancelled.at), event_type: "cancelled" },
    ]);

  await expect.poll(async () => (await domain.archived()).length, patience).toBe(3);
  const archived = await domain.archived();
  expect(archived.find((row) => row["event_type"] === "placed")).toMatchObject({
    paid: { minor_units: 123_990n, currency: "USD" },
    address: { city: "Bern" },
    tags: placed.tags,
  });
  const folders = (await domain.archivedObjects()).map((key) => /data\/(.+)\/[^/]+$/.exec(key)?.[1]);
  expect(new Set(folders)).toEqual(
    new Set(["region=emea%2Fs%C3%BCd/year=2026/month=01/day=15", "region=apac/year=2026/month=01/day=16"]),
  );
});
