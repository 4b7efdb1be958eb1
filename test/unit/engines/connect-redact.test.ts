import { expect, test } from "vitest";
import { redactor } from "../../../packages/engines/src/connect/redact.ts";
import { ConnectClient } from "../../../packages/engines/src/connect/connect-client.ts";

const value = 'p"a$$/w rd';
const redact = redactor([value, "", "w rd"]);

test.each([
  ["as it is", `password ${value} refused`, "password [secret] refused"],
  ["in a URL", `jdbc:x?password=${encodeURIComponent(value)}&ssl=on`, "jdbc:x?password=[secret]&ssl=on"],
  ["in JSON", JSON.stringify({ value }), '{"value":"[secret]"}'],
  ["twice", `${value}${value}`, "[secret][secret]"],
  ["beside a part of it", `${value} and w rd`, "[secret] and [secret]"],
])("a secret is hidden %s", (_where, text, hidden) => {
  expect(redact(text)).toBe(hidden);
});

test("a text without secrets stays as it is", () => {
  expect(redactor([])("password")).toBe("password");
  expect(redact("password")).toBe("password");
});

test.each([
  ["an error", { status: 400, body: { error_code: 400, message: `bad ${value}` } }],
  ["another program's answer", { status: 502, body: `${"x".repeat(195)}${value}` }],
])("%s does not show a secret", async (_what, { status, body }) => {
  const client = clientOf(typeof body === "string" ? body : JSON.stringify(body), status);
  const failure = await client.putConnectorConfig("raw", {}).catch((error: Error) => error);
  expect(String(failure)).toMatch(/\[secr/);
  expect(String(failure)).not.toContain(value.slice(0, 5));
});

test("a failed task's trace does not show a secret", async () => {
  const task = { id: 0, state: "FAILED", trace: `FATAL: no database ${value}` };
  const status = { name: "raw", connector: { state: "RUNNING" }, tasks: [task] };
  const found = await clientOf(JSON.stringify({ raw: { status } })).statuses();
  expect(found["raw"]?.tasks[0]?.trace).toBe("FATAL: no database [secret]");
});

test("a validation keeps nothing but errors, without secrets", async () => {
  const configs = [{ value: { name: "url", value, errors: [`Invalid value ${value} for url`] } }];
  const found = await clientOf(JSON.stringify({ configs })).validateConfig({ "connector.class": "a.Sink" });
  expect(found).toEqual([{ name: "url", errors: ["Invalid value [secret] for url"] }]);
});

function clientOf(body: string, status = 200): ConnectClient {
  return new ConnectClient({
    url: "http://connect",
    redact,
    fetch: async () => new Response(body, { status }),
  });
}
