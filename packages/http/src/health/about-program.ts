import { readFileSync } from "node:fs";

/** Which program this is, and what runs it. */
export interface ProgramFacts {
  readonly build: { readonly name: string; readonly version: string };
  readonly node: { readonly version: string };
}

/** Which program a service is. @param manifest the address of its package.json */
export function aboutProgram(manifest: URL): ProgramFacts {
  const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as ProgramFacts["build"];
  return { build: { name, version }, node: { version: process.versions.node } };
}
