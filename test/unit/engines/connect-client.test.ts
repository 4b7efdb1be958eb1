import { expect, test } from "vitest";
import { fakeConnect } from "./connect-fake.ts";

const rebalancing = {
  status: 409,
  body: { error_code: 409, message: "Cannot complete request momentarily" },
};

test("a request is repeated while the workers rebalance", async () => {
  const { client, requests } = fakeConnect(rebalancing, rebalancing, { status: 201, body: {} });
  await client.putConnectorConfig("raw archive", { "tasks.max": "1" });
  expect(requests).toEqual(Array(3).fill("PUT http://connect/connectors/raw%20archive/config"));
});

test("a rebalance that does not end is named", async () => {
  const { client } = fakeConnect(rebalancing);
  await expect(client.deleteConnector("raw")).rejects.toThrow(
    "DELETE http://connect/connectors/raw was refused for 1 s because the workers are rebalancing or starting " +
      '(Cannot complete request momentarily). Look whether a worker keeps restarting: "npm run logs -- connect".',
  );
});

test("a worker that is down is named with the reason", async () => {
  const { client } = fakeConnect(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
  await expect(client.connectorNames()).rejects.toMatchObject({
    code: "CONNECT_UNREACHABLE",
    message:
      "Kafka Connect does not answer at http://connect/connectors (connect ECONNREFUSED). " +
      'Look whether the worker runs: "npm run status", "npm run logs -- connect".',
  });
});

test("a refusal keeps Connect's own message", async () => {
  const { client } = fakeConnect({ status: 500, body: { error_code: 500, message: "No space left" } });
  await expect(client.plugins()).rejects.toThrow(
    "GET http://connect/connector-plugins failed: Kafka Connect answered 500: No space left",
  );
});

test("an answer of another program is told apart", async () => {
  const { client } = fakeConnect({ status: 404, body: "<html>nginx</html>" });
  await expect(client.connectorNames()).rejects.toThrow(
    "something that is not Kafka Connect answered 404: <html>nginx</html>",
  );
});

test("a connector that does not exist has no configuration", async () => {
  const { client } = fakeConnect({
    status: 404,
    body: { error_code: 404, message: "Connector x not found" },
  });
  expect(await client.connectorConfig("x")).toBeUndefined();
});

test.each([
  "Request cannot be completed because a rebalance is expected",
  "Request timed out. The worker is currently starting connectors and tasks",
])("what is answered with 500 for a while is asked for again: %s", async (message) => {
  const { client, requests } = fakeConnect(
    { status: 500, body: { error_code: 500, message } },
    { body: ["raw"] },
  );
  expect(await client.connectorNames()).toEqual(["raw"]);
  expect(requests).toHaveLength(2);
});
