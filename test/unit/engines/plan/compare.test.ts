import type { Plan, PostgresTablePlan, SchemaPlan } from "@millrace/domain";
import type { StoredTable } from "@millrace/store";
import { compareTopics, type TopicSpec, type TopicState } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { compareConnectors } from "../../../../packages/engines/src/plan/compare-connectors.ts";
import { compareSchemas } from "../../../../packages/engines/src/plan/compare-schemas.ts";
import { compareTables } from "../../../../packages/engines/src/plan/compare-tables.ts";
import { comparePlannedTopics } from "../../../../packages/engines/src/plan/compare-topics.ts";

const empty: Plan = {
  version: 1,
  stage: "test",
  topics: [],
  schemas: [],
  tables: [],
  statements: [],
  connectors: [],
  postgresTables: [],
  clickhouseTables: [],
  buckets: [],
  events: [],
  generators: [],
  panels: [],
  served: [],
};

describe("comparing topics", () => {
  const planned = {
    name: "test.streaming.a",
    domain: "shop",
    role: "event",
    partitions: 2,
    retentionMs: 1000,
    cleanupPolicy: "delete",
  } as const;

  const compare = (
    partitions: number,
    retention = "1000",
    name: string = planned.name,
    leftOut: readonly string[] = [],
  ) => {
    const state: TopicState = {
      name,
      partitions,
      replicationFactor: 1,
      config: { "retention.ms": retention, "cleanup.policy": "delete" },
    };
    const admin = {
      compareTopics: async (specs: readonly TopicSpec[]) => compareTopics(specs, [state]),
      listTopics: async () => [name],
    };
    return comparePlannedTopics(admin, { ...empty, topics: [planned] }, leftOut);
  };

  test("changes settings and warns where keys move", async () => {
    expect(await compare(1, "5")).toEqual([
      {
        kind: "topic",
        name: "test.streaming.a",
        action: "change",
        details: [
          "partitions: 1 → 2 (keys move to other partitions, so that a key's records are no longer all in one order)",
          "retention.ms: 5 → 1000",
        ],
      },
    ]);
  });

  test("refuses to take partitions away", async () => {
    expect(await compare(3)).toMatchObject([
      {
        action: "refuse",
        details: [
          'partitions: 3 → 2 (Kafka cannot take partitions away; set "partitions: 3" in domain.yaml)',
        ],
      },
    ]);
  });

  test("leaves topics of the stage alone that it does not know", async () => {
    expect(await compare(2, "1000", "test.streaming.old")).toMatchObject([
      { name: "test.streaming.a", action: "create" },
      { name: "test.streaming.old", action: "leave" },
    ]);
    expect(await compare(2, "1000", "prod.streaming.old")).toHaveLength(1);
  });

  test("says nothing of the topics of domains that are left out", async () => {
    expect(await compare(2, "1000", "test.streaming.b", ["test.streaming.b"])).toHaveLength(1);
  });
});

describe("comparing schemas", () => {
  const planned: SchemaPlan = {
    subject: "test.streaming.a-value",
    domain: "shop",
    compatibility: "BACKWARD",
    schema: "string",
  };
  const registry = (answers: { readonly reasons?: readonly string[]; readonly isFound?: boolean }) => ({
    subjects: async () => [planned.subject],
    versions: async () => [1, 2],
    compatibility: async () => "BACKWARD" as const,
    setCompatibility: async () => undefined,
    find: async () =>
      answers.isFound === true
        ? { subject: planned.subject, version: 2, id: 7, schema: "string" }
        : undefined,
    incompatibilities: async () => answers.reasons ?? [],
  });
  const plan: Plan = {
    ...empty,
    schemas: [planned],
    connectors: [
      {
        name: "archive",
        domain: "shop",
        file: "connectors/archive.json",
        config: { topics: "test.streaming.a" },
      },
    ],
  };

  test("finds a registered schema unchanged", async () => {
    expect(await compareSchemas(registry({ isFound: true }), plan)).toMatchObject([{ action: "unchanged" }]);
  });

  test("registers a compatible version", async () => {
    expect(await compareSchemas(registry({}), plan)).toMatchObject([
      { action: "change", details: ["version 2 → 3 (BACKWARD: compatible)"] },
    ]);
  });

  test("refuses an incompatible version and names its readers", async () => {
    expect(await compareSchemas(registry({ reasons: ["a field went"] }), plan)).toMatchObject([
      {
        action: "refuse",
        details: [
          "version 2 → 3 (BACKWARD: not compatible: a field went)",
          "read by connector archive",
          "give new fields a default or make them optional, keep the types of the others, or use a new topic",
        ],
      },
    ]);
  });
});

describe("comparing database tables", () => {
  const planned: PostgresTablePlan = {
    name: "counts",
    domain: "shop",
    table: "counts",
    primaryKey: ["at"],
    columns: [
      { name: "at", type: "timestamptz", nullable: false },
      { name: "views", type: "bigint", nullable: false },
    ],
    indexes: [],
  };
  const store = {
    as_of: "timestamp with time zone",
    kafka_partition: "integer",
    kafka_offset: "bigint",
  };
  const stored = (columns: Readonly<Record<string, string>>, primaryKey = ["at"]): StoredTable => ({
    columns: new Map(Object.entries({ ...columns, ...store })),
    primaryKey,
    indexes: new Set(["counts_pkey"]),
    isPartitioned: false,
    isStamped: true,
    upkeep: {},
  });
  const compare = (columns: Readonly<Record<string, string>>, primaryKey?: string[]) =>
    compareTables([planned], new Map([["counts", stored(columns, primaryKey)]]));

  test("finds a table unchanged that has more columns than it needs", () => {
    const columns = { at: "timestamp with time zone", views: "bigint", other: "text" };
    expect(compare(columns)).toMatchObject([{ action: "unchanged" }]);
  });

  test("adds columns", () => {
    expect(compare({ at: "timestamp with time zone" })).toMatchObject([
      { action: "change", details: ["column views bigint is added"] },
    ]);
  });

  test("refuses other types and keys", () => {
    expect(compare({ at: "timestamp with time zone", views: "text" }, [])).toMatchObject([
      {
        action: "refuse",
        details: [
          'column views is text, the plan says bigint: types are not changed; name another table in its connector or sink, or drop it: DROP TABLE "counts"',
          'primary key is (), the plan says (at): keys are not changed; name another table in its connector or sink, or drop it: DROP TABLE "counts"',
        ],
      },
    ]);
  });

  test("says which migrations the store lacks", () => {
    expect(compareTables([], new Map(), ["0001_roles"])).toMatchObject([
      { action: "change", details: ["migration 0001_roles is run"] },
    ]);
  });
});

describe("comparing connectors", () => {
  const client = (connectors: Readonly<Record<string, Readonly<Record<string, string>>>>) => ({
    connectorNames: async () => Object.keys(connectors),
    connectorConfig: async (name: string) => connectors[name],
    statuses: async () => ({}),
  });
  const planned = {
    name: "sink",
    file: "connectors/sink.json",
    config: { topics: "test.streaming.a", password: "b" },
  };

  const stray = { stage: "test", leftOut: [] };

  test("shows changed values but no secrets", async () => {
    const running = client({ sink: { name: "sink", topics: "test.streaming.old", password: "a" } });
    expect(await compareConnectors(running, [planned], stray)).toEqual([
      {
        kind: "connector",
        name: "sink",
        action: "change",
        details: ["password: (hidden) → (hidden)", "topics: test.streaming.old → test.streaming.a"],
      },
    ]);
  });

  test("starts one with another secret again, and shows none", async () => {
    const reference = "${directory:/secrets:sink.password}";
    const secret = {
      ...planned,
      config: { ...planned.config, password: reference, url: "${directory:/secrets:sink.url}" },
      references: { password: "${secret:db}", url: "jdbc:${secret:db}" },
    };
    const running = client({ sink: { ...secret.config, name: "sink", url: "jdbc:clear" } });
    const changedSecrets = new Map([["sink", ["password", "url"]]]);
    expect(await compareConnectors(running, [secret], { ...stray, changedSecrets })).toMatchObject([
      {
        action: "change",
        details: [
          "url: jdbc:clear → jdbc:${secret:db}",
          "password: its secret has changed, so the connector is started again",
        ],
      },
    ]);
  });

  test("removes those of its stage that have no file any more", async () => {
    const running = client({
      old: { topics: "test.streaming.a,test.streaming.b" },
      other: { topics: "prod.streaming.a" },
    });
    const differences = await compareConnectors(running, [planned], stray);
    expect(differences.map(({ name, action }) => `${name} ${action}`)).toEqual(["old remove", "sink create"]);
  });

  test("knows its stage by the dead letters where topics do not say it", async () => {
    const running = client({
      mine: { topics: "events", "errors.deadletterqueue.topic.name": "test.dead-letter.mine" },
      other: { topics: "events", "errors.deadletterqueue.topic.name": "prod.dead-letter.other" },
    });
    const differences = await compareConnectors(running, [], stray);
    expect(differences.map(({ name, action }) => `${name} ${action}`)).toEqual(["mine remove"]);
  });

  test("removes those of a domain that is left out, and says how they come back", async () => {
    const running = client({ events: { topics: "events" }, other: { topics: "events" } });
    expect(await compareConnectors(running, [], { stage: "test", leftOut: ["events", "absent"] })).toEqual([
      {
        kind: "connector",
        name: "events",
        action: "remove",
        details: [
          "its topics, tables and offsets stay: when its domain is chosen again, it goes on where it stopped",
        ],
      },
    ]);
  });

  test("starts a failed one again, and says why it failed", async () => {
    const trace =
      "org.apache.kafka.connect.errors.ConnectException: stopped\nCaused by: java.io.IOException: disk full";
    const running = {
      ...client({ sink: { name: "sink", ...planned.config } }),
      statuses: async () => ({
        sink: {
          name: "sink",
          connector: { state: "RUNNING" as const },
          tasks: [{ id: 0, state: "FAILED" as const, trace }],
        },
      }),
    };
    expect(await compareConnectors(running, [planned], stray)).toEqual([
      {
        kind: "connector",
        name: "sink",
        action: "change",
        details: ["it has failed, and is started again: java.io.IOException: disk full"],
      },
    ]);
  });
});
