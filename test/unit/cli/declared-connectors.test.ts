import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  ConnectorUndeclaredError,
  declaredConnectors,
  formatConnectors,
  writeConnector,
} from "../../../apps/cli/src/declared-connectors.ts";
import { smallClone } from "./small-clone.ts";

const sinks = "    sinks: { postgres: true, archive: { bucket: raw } }";
const names = ["shop-shop-events-archive", "shop-shop-events-postgres"];

function shop() {
  const { root } = smallClone(["shop"], sinks);
  const list = () => declaredConnectors(root, ["shop"]);
  return { root, list };
}

describe("declared connectors", () => {
  test("are listed by name with the file each stands for", () => {
    expect(
      shop()
        .list()
        .map(({ name, file }) => `${name} ${file}`),
    ).toEqual(names.map((name) => `${name} connectors/${name}.json`));
  });

  test("are written as files that take their places", () => {
    const { root, list } = shop();
    const [archive] = list();
    if (archive === undefined) throw new Error("no connector");
    writeConnector(root, archive);
    expect(readFileSync(join(root, archive.file), "utf8")).toBe(archive.text);
    expect(list()).toMatchObject([{ takenOverBy: archive.file }, { name: names[1] }]);
    expect(formatConnectors(list())).toBe(
      `${names[0]}   taken over by connectors/${names[0]}.json\n${names[1]}  as declared`,
    );
  });

  test("are not written over a file that has their name", () => {
    const { root, list } = shop();
    const mine = JSON.stringify({ name: names[1], domain: "shop", config: { "connector.class": "Mine" } });
    writeFileSync(join(root, "connectors", "mine.json"), mine);
    const taken = list().find(({ name }) => name === names[1]);
    if (taken === undefined) throw new Error("no connector");
    expect(() => writeConnector(root, taken)).toThrow(
      "connectors/mine.json is the connector shop-shop-events-postgres already, and is not written over; " +
        "remove it, and what sinks says counts again",
    );
  });

  test("of no domain are said to be none", () => {
    expect(formatConnectors([])).toBe("No domain declares a sink; connectors/ has those that are files.");
  });
});

test("a connector that nobody declares is told with the nearest name", () => {
  expect(new ConnectorUndeclaredError("shop-shop-event-archive", names).message).toBe(
    'no sink of a domain.yaml stands for a connector "shop-shop-event-archive"; declared are ' +
      'shop-shop-events-archive, shop-shop-events-postgres; did you mean "shop-shop-events-archive"?',
  );
});
