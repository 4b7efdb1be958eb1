import { formatEvolution } from "@millrace/domain";
import { expect, test } from "vitest";
import { evolve, shop } from "./two-versions.ts";

test("a report says what breaks, whom, and what to do instead", () => {
  const edited = shop(["note: { type: string, optional: true }", "note: { type: string }"]);
  expect(formatEvolution(evolve(shop(), edited))).toBe(
    `sql/shop/domain.yaml:14:7 test.streaming.order-value note: was optional and is required now (BACKWARD, since HEAD)
  breaks: Flink statement shop, reading records written before
  breaks: the publisher, which refuses events of callers that leave it out
  breaks: consumers that take the new schema, reading records written before
  instead: leave it optional: true and say in SQL what a missing value means; or a new topic test.streaming.order.v2, filled beside test.streaming.order for the retention (7 days)

test.streaming.order-value (BACKWARD): changed, NOT compatible since HEAD
test.streaming.totals-key (BACKWARD): unchanged since HEAD
test.streaming.totals-value (BACKWARD): unchanged since HEAD`,
  );
});
