import { expect, test } from "vitest";
import { connectorGroups, placeCoordinator } from "../../../packages/engines/src/connect/connector-groups.ts";

const iceberg = {
  name: "raw",
  config: {
    "connector.class": "org.apache.iceberg.connect.IcebergSinkConnector",
    "iceberg.control.topic": "control",
  },
};
const jdbc = {
  name: "counts",
  config: { "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector" },
};

function groupOffsets(committed: ReadonlyMap<number, number>) {
  const commits: unknown[] = [];
  return {
    commits,
    committedOffsets: async () => committed,
    commitOffsets: async (...commit: unknown[]) => void commits.push(commit),
    topicOffsets: async () => [{ partition: 0, first: 7 }],
  };
}

test("a new coordinator is placed at the control topic's start", async () => {
  const offsets = groupOffsets(new Map());
  await placeCoordinator(iceberg, offsets);
  expect(offsets.commits).toEqual([["connect-raw-coord", "control", new Map([[0, 7]])]]);
});

test("a coordinator that has a place keeps it", async () => {
  const offsets = groupOffsets(new Map([[0, 99]]));
  await placeCoordinator(iceberg, offsets);
  expect(offsets.commits).toEqual([]);
});

test("connectors without a control topic are left alone", async () => {
  const offsets = groupOffsets(new Map());
  await placeCoordinator(jdbc, offsets);
  expect(offsets.commits).toEqual([]);
});

test("a connector's consumer groups are known by name", () => {
  expect(connectorGroups(iceberg)).toEqual(["connect-raw", "connect-raw-coord"]);
  expect(connectorGroups(jdbc)).toEqual(["connect-counts"]);
});
