import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan } from "@millrace/domain";

/** The root of the clone. */
export const root = join(import.meta.dirname, "..", "..", "..");

/** The plan of a domain of this repository, for the stage `test`. */
export function shippedDomain(name: string): Plan {
  return compileDomain(loadDomainFolder(root, name), { stage: "test" });
}
