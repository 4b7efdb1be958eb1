import { expect, test } from "vitest";
import { putConnector } from "../../../packages/engines/src/connect/put-connector.ts";
import { fakeConnect } from "./connect-fake.ts";

const config = { "connector.class": "a.Sink", topics: "t" };
const connector = { name: "raw", file: "raw.json", config };
const plugins = { body: [{ class: "a.Sink", type: "sink", version: "1" }] };
const absent = { status: 404, body: { error_code: 404, message: "Connector raw not found" } };

test("a new connector is validated, then made", async () => {
  const { client, requests, bodies } = fakeConnect(
    absent,
    plugins,
    { body: { configs: [] } },
    { status: 201 },
  );
  expect(await putConnector(client, connector)).toBe("created");
  expect(requests.at(-1)).toBe("PUT http://connect/connectors/raw/config");
  expect(bodies.at(-1)).toEqual({ ...config, name: "raw" });
});

test("a changed configuration replaces the old one, and starts the connector again", async () => {
  const old = { body: { ...config, name: "raw", topics: "other" } };
  const task = (topics: string) => ({ body: [{ config: { ...config, topics } }] });
  const { client, requests } = fakeConnect(
    old,
    plugins,
    { body: { configs: [] } },
    { status: 200 },
    task("other"),
    task("t"),
  );
  expect(await putConnector(client, connector)).toBe("updated");
  // Started earlier, the tasks would run once more as they were.
  expect(requests.slice(-4)).toEqual([
    "PUT http://connect/connectors/raw/config",
    "GET http://connect/connectors/raw/tasks",
    "GET http://connect/connectors/raw/tasks",
    "POST http://connect/connectors/raw/restart?includeTasks=true&onlyFailed=false",
  ]);
});

test("an unchanged connector with another secret is validated and started again", async () => {
  const found = { body: { ...config, name: "raw" } };
  const { client, requests } = fakeConnect(found, plugins, { body: { configs: [] } }, { body: [] });
  expect(await putConnector(client, connector, { hasNewSecrets: true })).toBe("updated");
  expect(requests.slice(-3)).toEqual([
    "PUT http://connect/connector-plugins/a.Sink/config/validate",
    "GET http://connect/connectors/raw/tasks",
    "POST http://connect/connectors/raw/restart?includeTasks=true&onlyFailed=false",
  ]);
});

test("an unchanged connector only has failed tasks restarted", async () => {
  const { client, requests } = fakeConnect({ body: { ...config, name: "raw" } }, { status: 202 });
  expect(await putConnector(client, connector)).toBe("unchanged");
  expect(requests).toEqual([
    "GET http://connect/connectors/raw/config",
    "POST http://connect/connectors/raw/restart?includeTasks=true&onlyFailed=true",
  ]);
});
