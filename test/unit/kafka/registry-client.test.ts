import {
  RegistryAnswerError,
  RegistryClient,
  RegistryRefusedError,
  RegistryUnreachableError,
  SchemaIncompatibleError,
  SchemaNotFoundError,
} from "@millrace/kafka";
import { describe, expect, test } from "vitest";

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | null;
}

/** A registry that gives the prepared answers in turn and keeps what it was asked. */
function registry(...answers: readonly (readonly [status: number, body: unknown])[]) {
  const sent: Sent[] = [];
  const waiting = [...answers];
  const fetch = (async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    sent.push({
      method: init.method ?? "GET",
      path: url.slice("http://registry/v7".length),
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
      authorization: headers.get("authorization"),
    });
    const [status, body] = waiting.shift() ?? [500, ""];
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  }) as typeof globalThis.fetch;
  const userInfo = { key: "key", secret: "secret" };
  return { sent, client: new RegistryClient({ url: "http://registry/v7/", userInfo, fetch }) };
}

const schema = { type: "record", name: "view", fields: [] };

describe("RegistryClient", () => {
  test("registers a schema under an encoded subject", async () => {
    const { client, sent } = registry([200, { id: 7 }]);
    expect(await client.register("a/b-value", schema)).toBe(7);
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/subjects/a%2Fb-value/versions",
        body: { schema: JSON.stringify(schema), schemaType: "AVRO" },
        authorization: `Basic ${Buffer.from("key:secret").toString("base64")}`,
      },
    ]);
  });

  test("asks for a schema id once", async () => {
    const { client, sent } = registry([200, { schema: JSON.stringify(schema) }]);
    expect(await client.schemaById(7)).toEqual(schema);
    expect(await client.schemaById(7)).toEqual(schema);
    expect(sent).toHaveLength(1);
  });

  test("asks again after a failed look-up", async () => {
    const { client } = registry([500, "down"], [200, { schema: JSON.stringify(schema) }]);
    await expect(client.schemaById(7)).rejects.toThrow(RegistryAnswerError);
    expect(await client.schemaById(7)).toEqual(schema);
  });

  test("gives the newest version with its schema", async () => {
    const { client } = registry([200, { version: 2, id: 9, schema: JSON.stringify(schema) }]);
    expect(await client.latest("s")).toEqual({ subject: "s", version: 2, id: 9, schema });
  });

  test("gives one version with its schema", async () => {
    const { client } = registry([200, { version: 2, id: 9, schema: JSON.stringify(schema) }]);
    expect(await client.version("s", 2)).toEqual({ subject: "s", version: 2, id: 9, schema });
  });

  test("passes on why schemas do not fit together", async () => {
    const answer = { is_compatible: false, messages: ["READER_FIELD_MISSING_DEFAULT_VALUE y"] };
    const { client } = registry([200, answer], [200, { is_compatible: true }]);
    expect(await client.incompatibilities("s", schema)).toEqual(answer.messages);
    expect(await client.incompatibilities("s", schema)).toEqual([]);
  });

  test("says whether there was a subject to delete", async () => {
    const { client } = registry([200, [1]], [404, { error_code: 40401, message: "no" }]);
    expect(await client.deleteSubject("s")).toBe(true);
    expect(await client.deleteSubject("s")).toBe(false);
  });

  test("a missing subject has no versions", async () => {
    const { client } = registry([404, { error_code: 40401, message: "no" }]);
    expect(await client.versions("s")).toEqual([]);
  });

  test("sets a compatibility level", async () => {
    const { client, sent } = registry([200, { compatibility: "BACKWARD" }]);
    await client.setCompatibility("s", "BACKWARD");
    expect(sent[0]).toMatchObject({ method: "PUT", path: "/config/s", body: { compatibility: "BACKWARD" } });
  });
});

describe("errors of RegistryClient", () => {
  test("an incompatible schema keeps the registry's words", async () => {
    const { client } = registry([409, { error_code: 409, message: "y at /fields/1" }]);
    const error = await client.register("s", schema).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SchemaIncompatibleError);
    expect(error).toMatchObject({
      code: "SCHEMA_INCOMPATIBLE",
      message:
        "the schema of s is not compatible with the registered one: y at /fields/1. " +
        "Give new fields a default and keep the types of the others, or use a new subject",
    });
  });

  test("an unknown id is named", async () => {
    const { client } = registry([404, { error_code: 40403, message: "No content" }]);
    const promise = client.schemaById(99);
    await expect(promise).rejects.toThrow(SchemaNotFoundError);
    await expect(promise).rejects.toThrow("no schema id 99 (No content)");
  });

  test("a refusal keeps status and code", async () => {
    const { client } = registry([422, { error_code: 42201, message: "Invalid schema" }]);
    const promise = client.register("s", "nonsense");
    await expect(promise).rejects.toThrow(RegistryRefusedError);
    await expect(promise).rejects.toThrow(
      "refused a request for subject s with 422, code 42201: Invalid schema",
    );
  });

  test("another program's answer is quoted", async () => {
    const { client } = registry([200, "<html>Welcome to nginx</html>"]);
    const promise = client.subjects();
    await expect(promise).rejects.toThrow(RegistryAnswerError);
    await expect(promise).rejects.toThrow(
      "http://registry/v7/subjects answered 200: <html>Welcome to nginx</html>",
    );
  });

  test("a registry that is away is unreachable", async () => {
    const fetch = (() =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }))) as never;
    const promise = new RegistryClient({ url: "http://registry", fetch }).subjects();
    await expect(promise).rejects.toThrow(RegistryUnreachableError);
    await expect(promise).rejects.toThrow("did not answer at http://registry/subjects (ECONNREFUSED)");
  });
});
