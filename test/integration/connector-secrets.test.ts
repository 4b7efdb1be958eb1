import { randomUUID } from "node:crypto";
import { postgresAccess } from "@millrace/engines";
import { expect, inject, test } from "vitest";
import { SecretSink } from "../helpers/secret-sink.ts";

const patience = { timeout: 60_000, interval: 250 };

/** A value that stands nowhere by chance, and would have to be escaped in JSON and in a URL. */
function password(): string {
  return `${randomUUID()} "&$1\\`;
}

async function runningSink() {
  const value = password();
  const sink = await SecretSink.prepare(inject("stack"), value);
  sink.secrets.set("password", value);
  await sink.apply();
  return { sink, value };
}

test("a connector logs in with a secret, which is nowhere to be seen", async () => {
  const { sink, value } = await runningSink();
  await sink.publish(1);
  await expect.poll(() => sink.rows(), patience).toEqual([1]);
  expect(sink.files()).toEqual([`${sink.name}.connection.password`]);
  for (const text of await sink.traces()) {
    expect(text).not.toContain(value);
    expect(text).not.toContain(value.slice(0, 36));
  }
  expect((await sink.plan()).filter(({ kind }) => kind === "connector")).toMatchObject([
    { action: "unchanged" },
  ]);
});

test("a rotated secret starts the connector again", async () => {
  const { sink } = await runningSink();
  const next = password();
  sink.secrets.set("password", next);
  await sink.setPassword(next);
  expect(await sink.plan()).toContainEqual({
    kind: "connector",
    name: sink.name,
    action: "change",
    details: ["connection.password: its secret has changed, so the connector is started again"],
  });
  expect(await sink.apply()).toContainEqual({ kind: "connector", name: sink.name, action: "updated" });
  await sink.publish(2);
  await expect.poll(() => sink.rows(), patience).toEqual([2]);
  expect(await sink.apply()).toContainEqual({ kind: "connector", name: sink.name, action: "unchanged" });
});

test("a missing secret is named, and nothing is changed", async () => {
  const { sink } = await runningSink();
  const before = await sink.connect.connectorConfig(sink.name);
  sink.secrets.clear();
  const message =
    "Nothing was changed, because secrets that connectors name cannot be had.\n" +
    'one secret does not exist; put them where they are looked for, or give a default after ":-"\n' +
    `  "password", used by connectors/${sink.name}.json, key connection.password as \${secret:password}: ` +
    "not in memory (the test's password)";
  await expect(sink.apply({ topics: "other" })).rejects.toThrow(message);
  await expect(sink.plan()).rejects.toThrow(message);
  expect(await sink.connect.connectorConfig(sink.name)).toEqual(before);
  await sink.publish(3);
  await expect.poll(() => sink.rows(), patience).toEqual([3]);
});

test("a wrong secret is not shown by the error that it causes", async () => {
  const { sink, value } = await runningSink();
  // The driver quotes it in its error; the worker logs that error.
  const mode = randomUUID();
  sink.secrets.set("mode", mode);
  const { postgresAddress } = inject("stack");
  const url = `jdbc:postgresql://${postgresAddress}/${postgresAccess.database}?sslmode=\${secret:mode}`;
  const failure = await sink.apply({ "connection.url": url }).catch((error: Error) => error);
  expect(String(failure)).toContain("Invalid sslmode value: [secret]");
  const planned = JSON.stringify(await sink.plan({ "connection.url": url }));
  expect(planned).toContain("it has failed, and is started again");
  for (const text of [String(failure), planned, ...(await sink.traces())]) {
    expect(text).not.toContain(mode);
    expect(text).not.toContain(value);
  }
  await sink.apply();
  await sink.publish(4);
  await expect.poll(() => sink.rows(), patience).toEqual([4]);
});

test("a removed connector leaves no secret behind", async () => {
  const { sink } = await runningSink();
  await sink.remove();
  expect(sink.files()).toEqual([]);
  expect(await sink.connect.connectorConfig(sink.name)).toBeUndefined();
});
