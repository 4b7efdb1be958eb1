import { expect, test } from "vitest";
import { validateConnectorConfig } from "../../../packages/engines/src/connect/validate-connector.ts";
import { fakeConnect } from "./connect-fake.ts";

const plugins = {
  body: [
    { class: "a.Sink", type: "sink", version: "1" },
    { class: "b.Sink", type: "sink", version: "1" },
  ],
};

function connector(config: Record<string, string>) {
  return { name: "raw", file: "raw.json", config };
}

function validated(...values: readonly { name: string; errors: readonly string[] }[]) {
  return { body: { configs: values.map((value) => ({ value })) } };
}

test("every wrong key is named with file and value", async () => {
  const { client } = fakeConnect(
    plugins,
    validated(
      {
        name: "tasks.max",
        errors: ["Invalid value many for tasks.max: Not a number", "Invalid value null for tasks.max"],
      },
      { name: "topics", errors: ["Must configure one of topics or topics.regex"] },
      { name: "name", errors: [] },
    ),
  );
  await expect(
    validateConnectorConfig(client, connector({ "connector.class": "a.Sink", "tasks.max": "many" })),
  ).rejects.toThrow(
    "Connector raw (connectors/raw.json) has 2 problems:\n" +
      '  tasks.max = "many": Invalid value many for tasks.max: Not a number\n' +
      "  topics = nothing: Must configure one of topics or topics.regex",
  );
});

test("an unknown connector class lists the known ones", async () => {
  const { client } = fakeConnect(plugins);
  await expect(validateConnectorConfig(client, connector({ "connector.class": "c.Sink" }))).rejects.toThrow(
    'connector.class = "c.Sink": no such connector class, expected one of a.Sink, b.Sink',
  );
});

test("a placeholder without a value is named", async () => {
  const { client } = fakeConnect(plugins, validated());
  const config = { "connector.class": "a.Sink", topics: "${topic:nope}" };
  const unbound = [{ key: "topics", placeholder: "${topic:nope}" }];
  await expect(validateConnectorConfig(client, { ...connector(config), unbound })).rejects.toThrow(
    'topics = "${topic:nope}": the placeholder ${topic:nope} has no value here; ' +
      "connectors/README.md lists the ones there are",
  );
});

test("a wrong password is not shown", async () => {
  const { client } = fakeConnect(plugins, validated({ name: "connection.password", errors: ["too short"] }));
  await expect(
    validateConnectorConfig(client, connector({ "connector.class": "a.Sink", "connection.password": "x" })),
  ).rejects.toThrow('connection.password = "(hidden)": too short');
});

test("a value with a secret is shown as its file names it", async () => {
  const config = {
    "connector.class": "a.Sink",
    "connection.url": "${directory:/secrets:raw.connection.url}",
  };
  const references = { "connection.url": "jdbc:${secret:database}" };
  const { client } = fakeConnect(plugins, validated({ name: "connection.url", errors: ["no such driver"] }));
  await expect(validateConnectorConfig(client, { ...connector(config), references })).rejects.toThrow(
    'connection.url = "jdbc:${secret:database}": no such driver',
  );
});

test("a right configuration passes", async () => {
  const { client } = fakeConnect(plugins, validated({ name: "topics", errors: [] }));
  await expect(
    validateConnectorConfig(client, connector({ "connector.class": "a.Sink" })),
  ).resolves.toBeUndefined();
});
