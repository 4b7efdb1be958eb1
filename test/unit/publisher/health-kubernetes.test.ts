import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startApp } from "./running-app.ts";

interface Probe {
  readonly httpGet: { readonly path: string };
}

const file = new URL("../../../docs/kubernetes-probes.yaml", import.meta.url);

test("Kubernetes' probes ask for paths that answer", async () => {
  const probes = parse(readFileSync(file, "utf8")) as Readonly<Record<string, Probe>>;
  await using app = await startApp();
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const { status } = await app.get(probes[name]?.httpGet.path ?? "/nowhere");
    expect([name, status]).toEqual([name, 200]);
  }
});
