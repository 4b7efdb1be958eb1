import { readFileSync } from "node:fs";

const { name, version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { readonly name: string; readonly version: string };

/** Which program this is. */
export const aboutThis = {
  build: { name, version },
  node: { version: process.versions.node },
} as const;
