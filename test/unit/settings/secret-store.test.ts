import { SecretFieldError, SecretsMissingError, SecretStore } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { MemoryBackend } from "./memory-backend.ts";

describe("a store of secrets", () => {
  it("asks the backends in their order", async () => {
    const { resolve } = storeOf(
      new MemoryBackend("a", { db: "of a" }),
      new MemoryBackend("b", { db: "of b", s3: "b's" }),
    );
    expect(await resolve("${secret:db} ${secret:s3} ${secret:b:db}")).toBe("of a b's of b");
  });

  it("takes a default where nothing is found", async () => {
    const { resolve } = storeOf(new MemoryBackend("a"));
    expect(await resolve("x${secret:db:-y}z${secret:s3:-}")).toBe("xyz");
  });

  it("takes a field of a JSON object", async () => {
    const { resolve } = storeOf(new MemoryBackend("a", { db: '{"user":"u","port":5432}' }));
    expect(await resolve("${secret:db#user}:${secret:a:db#port}")).toBe("u:5432");
  });

  it("names every missing secret, where it was looked for and its use", async () => {
    const { store } = storeOf(new MemoryBackend("a"), new MemoryBackend("b"));
    const found = store.resolveAll([
      { text: "${secret:db}", usedBy: "connectors/x.json, key password" },
      { text: "${secret:b:s3}", usedBy: "connectors/y.json, key secret" },
    ]);
    await expect(found).rejects.toThrow(SecretsMissingError);
    await expect(found).rejects.toThrow(
      [
        '2 secrets do not exist; put them where they are looked for, or give a default after ":-"',
        "  \"db\", used by connectors/x.json, key password as ${secret:db}: not in a (a's db), nor in b (b's db)",
        '  "s3", used by connectors/y.json, key secret as ${secret:b:s3}: not in b (b\'s s3)',
      ].join("\n"),
    );
  });

  it.each([
    ["hunter2", "it is not a JSON object"],
    ['{"user":"hunter2"}', "its fields are user"],
    ['{"password":["hunter2"]}', '"password" is neither a text nor a number nor a flag'],
  ])("names the fields that a secret has, not their values", async (text, reason) => {
    const { resolve } = storeOf(new MemoryBackend("a", { db: text }));
    const found = resolve("${secret:db#password}");
    await expect(found).rejects.toThrow(SecretFieldError);
    await expect(found).rejects.toThrow(
      `\${secret:db#password}, used by the test, has no such part: ${reason}`,
    );
    await expect(found).rejects.not.toThrow("hunter2");
  });
});

describe("a store's memory", () => {
  it("asks once for two uses at a time", async () => {
    const backend = new MemoryBackend("a", { db: "1" });
    await storeOf(backend).resolve("${secret:db}${secret:a:db}");
    expect(backend.reads).toBe(1);
  });

  it("keeps what it found until the time has run out", async () => {
    const backend = new MemoryBackend("a", { db: "old" });
    const { resolve, clock } = storeOf(backend);
    await resolve("${secret:db}");
    backend.secrets.set("db", "new");
    clock.ms = 999;
    expect(await resolve("${secret:db}")).toBe("old");
    clock.ms = 1000;
    expect(await resolve("${secret:db}")).toBe("new");
  });

  it("sees a rotated secret at once after a refresh", async () => {
    const backend = new MemoryBackend("a", { db: "old" });
    const { resolve, store } = storeOf(backend);
    await resolve("${secret:db}");
    backend.secrets.set("db", "new");
    store.refresh();
    expect(await resolve("${secret:db}")).toBe("new");
  });

  it("does not keep a failure", async () => {
    const backend = new MemoryBackend("a", { db: "1" });
    const { resolve } = storeOf(backend);
    backend.failure = new Error("away");
    await expect(resolve("${secret:db}")).rejects.toThrow("away");
    backend.failure = undefined;
    expect(await resolve("${secret:db}")).toBe("1");
  });

  it("opens a backend only when it is asked", async () => {
    const opened: string[] = [];
    const backends = ["a", "b"].map((name) => {
      const open = () => {
        opened.push(name);
        return new MemoryBackend(name, { db: name });
      };
      return [name, open] as const;
    });
    const store = new SecretStore({ backends: new Map(backends), order: ["a", "b"] });
    await store.resolve({ text: "${secret:b:db}", usedBy: "the test" });
    expect(opened).toEqual(["b"]);
  });
});

function storeOf(...backends: readonly MemoryBackend[]) {
  const clock = { ms: 0 };
  const store = new SecretStore({
    backends: new Map(backends.map((backend) => [backend.name, () => backend])),
    order: backends.map(({ name }) => name),
    ttlMs: 1000,
    now: () => clock.ms,
  });
  const resolve = async (text: string) => (await store.resolve({ text, usedBy: "the test" })).reveal();
  return { store, clock, resolve };
}
