import { checkSecrets, connectorSecrets, SecretStore } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { formatChecked } from "../../../apps/cli/src/verbs/config.ts";
import { MemoryBackend } from "./memory-backend.ts";

const connector = {
  name: "orders",
  file: "connectors/orders.json",
  config: {
    topics: "${topic:orders}",
    "connection.password": "${secret:db:-hunter2}",
    "connection.user": "${secret:a:user}",
    "s3.secret": "${secret:b:s3}",
    url: "$${secret:none}",
  },
};

describe("the secrets that connectors name", () => {
  it("are found with their file and key", () => {
    expect(connectorSecrets([connector]).map(({ key, usedBy }) => [key, usedBy])).toEqual([
      ["connection.password", "connectors/orders.json, key connection.password"],
      ["connection.user", "connectors/orders.json, key connection.user"],
      ["s3.secret", "connectors/orders.json, key s3.secret"],
    ]);
  });

  it("are checked one by one, without a value", async () => {
    const backend = new MemoryBackend("a", { user: "hunter2" });
    const store = new SecretStore({ backends: new Map([["a", () => backend]]), order: ["a"] });
    const text = formatChecked(await checkSecrets(store, connectorSecrets([connector])));
    expect(text).toBe(
      [
        "✔ connectors/orders.json, key connection.password: ${secret:db}",
        "✔ connectors/orders.json, key connection.user: ${secret:a:user}",
        '✖ connectors/orders.json, key s3.secret: ${secret:b:s3}: found the unknown backend "b", expected one of a',
      ].join("\n"),
    );
  });

  it("are said to be none where none are", () => {
    expect(formatChecked([])).toBe("No connector names a secret.");
  });
});
