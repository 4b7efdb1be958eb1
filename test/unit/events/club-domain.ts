import { readFileSync } from "node:fs";
import { compileDomain, type EventPlan } from "@millrace/domain";

const file = new URL("../../golden/request-facts/sql/club/domain.yaml", import.meta.url);

/** A type of event that takes from its request what there is to take, and is masked in every way. */
export const guestIn = compileDomain(
  {
    domain: { path: "sql/club/domain.yaml", text: readFileSync(file, "utf8") },
    statements: [],
    connectors: [],
  },
  { stage: "test" },
).events[0] as EventPlan;

/** The least that a caller sends of it. */
export const guest = { guest: "Ada", note: "came by bus", friends: ["grace@example.com"] };

/** What is hashed with in tests. */
export const maskingKey = "a key for tests alone";
