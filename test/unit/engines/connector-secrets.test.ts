import { inspect } from "node:util";
import { Secret } from "@millrace/common";
import { BoundConnectors, readConnectorSecrets, type SecretSource } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const bindings = { "postgres.url": "jdbc:postgresql://127.0.0.1/db" };

function plan(config: Readonly<Record<string, string>>) {
  return { name: "sink", domain: "shop", file: "connectors/sink.json", config };
}

/** Knows `${secret:db}` alone. */
const source: SecretSource = {
  resolveAll: async (texts) =>
    texts.map(({ text, usedBy }) => {
      if (text !== "${secret:db}") throw new Error(`"${text}", used by ${usedBy}: not in env (variable X)`);
      return new Secret("hunter2");
    }),
};

async function bound(config: Readonly<Record<string, string>>, secretFolder = temporaryFolder()) {
  const secrets = await readConnectorSecrets([plan(config)], source);
  return { secretFolder, bound: new BoundConnectors([plan(config)], { bindings, secrets, secretFolder }) };
}

describe("a connector's secrets", () => {
  test("are references in its configuration, and files beside it", async () => {
    const { bound: connectors, secretFolder } = await bound({
      url: "${postgres.url}?password=${secret:db}",
      password: "${secret:db}",
      format: "$${topic}",
    });
    expect(connectors.connectors).toEqual([
      {
        name: "sink",
        file: "connectors/sink.json",
        config: {
          url: `\${directory:${secretFolder}:sink.url}`,
          password: `\${directory:${secretFolder}:sink.password}`,
          format: "${topic}",
        },
        references: { url: "${postgres.url}?password=${secret:db}", password: "${secret:db}" },
        unbound: [],
      },
    ]);
    expect(await connectors.changedSecrets()).toEqual(new Map([["sink", ["url", "password"]]]));
    expect(await connectors.writeSecrets("sink")).toBe(true);
    await connectors.started("sink");
    expect(await connectors.changedSecrets()).toEqual(new Map());
  });

  test("are never shown by what holds them", async () => {
    const { bound: connectors } = await bound({ password: "${secret:db}" });
    expect(inspect(connectors, { depth: 9, showHidden: true })).not.toContain("hunter2");
    expect(JSON.stringify(connectors)).not.toContain("hunter2");
    expect((await connectors.redactor())("no hunter2 here")).toBe("no [secret] here");
  });

  test("that are missing are refused before anything is changed", async () => {
    await expect(readConnectorSecrets([plan({ password: "${secret:nope}" })], source)).rejects.toThrow(
      "Nothing was changed, because secrets that connectors name cannot be had.\n" +
        '"${secret:nope}", used by connectors/sink.json, key password: not in env (variable X)',
    );
  });

  test("are refused where there are none, without their defaults", async () => {
    const config = { password: "${secret:db:-changeme}" };
    await expect(readConnectorSecrets([plan(config)], undefined)).rejects.toThrow(
      /there are none here, and connectors\/sink\.json, key password names \$\{secret:db\}$/,
    );
  });

  test("are not asked for where no connector names one", async () => {
    const none = await readConnectorSecrets([plan({ a: "$${secret:db}", b: "${postgres.url}" })], undefined);
    expect(none.size).toBe(0);
  });

  test("do not hide other placeholders that have no value", async () => {
    const { bound: connectors } = await bound({ topics: "${topic:nope}", url: "${nope}${secret:db}" });
    expect(connectors.connectors[0]?.unbound).toEqual([
      { key: "topics", placeholder: "${topic:nope}" },
      { key: "url", placeholder: "${nope}" },
    ]);
  });
});
