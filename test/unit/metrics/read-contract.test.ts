import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, WatchedFile } from "@millrace/common";
import { Catalog, parseContract, readContract, Served } from "@millrace/metrics";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { followContract } from "../../../apps/metrics/src/catalog/follow-contract.ts";
import { contractOf } from "../../helpers/served-tables.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-contract-"));
  path = join(folder, "metrics.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a contract", () => {
  test("comes back as it was written", () => {
    const contract = contractOf("page-views");
    expect(parseContract(path, JSON.stringify(contract))).toEqual(JSON.parse(JSON.stringify(contract)));
  });

  test.each([
    ["{", "is no JSON"],
    ["[]", "(root): found [], expected an object"],
    ['{"version":2}', "version: found 2, expected one of 1"],
  ])("%s is refused", (text, fault) => {
    expect(() => parseContract("metrics.json", text)).toThrow(fault);
    expect(() => parseContract("metrics.json", text)).toThrow(/^the metrics contract metrics\.json /);
  });

  test("that is not there names the file and who writes it", async () => {
    await expect(readContract(path)).rejects.toThrow(
      /metrics\.json cannot be read \(.*ENOENT.*\); .* "npm start" and "npm run apply" write it/,
    );
  });
});

describe("a contract that is written anew", () => {
  async function following(act: (served: Served) => Promise<void>): Promise<void> {
    writeFileSync(path, JSON.stringify(contractOf("page-views")));
    const file = new WatchedFile(path, readContract);
    const served = new Served(new Catalog(await file.read()));
    const end = new AbortController();
    const done = followContract(file, { served, log: silentLog, signal: end.signal, intervalMs: 5 });
    try {
      await act(served);
    } finally {
      end.abort();
      await done;
    }
  }

  test("is served, and whoever asked is told", async () => {
    await following(async (served) => {
      const told = vi.fn<(catalog: Catalog) => void>();
      served.onChange(told);
      writeFileSync(path, JSON.stringify(contractOf("iot")));
      await vi.waitUntil(() => served.catalog.domains[0] === "iot");
      expect(told).toHaveBeenCalledWith(served.catalog);
    });
  });

  test("and cannot be read leaves what was served, and says so", async () => {
    await following(async (served) => {
      writeFileSync(path, "{");
      await vi.waitUntil(() => served.fault !== undefined);
      expect(served.fault).toContain("is no JSON");
      expect(served.catalog.domains).toEqual(["page-views"]);
      writeFileSync(path, JSON.stringify(contractOf("iot")));
      await vi.waitUntil(() => served.catalog.domains[0] === "iot");
      expect(served.fault).toBeUndefined();
    });
  });
});
