import type { Command } from "commander";
import { registerDomainCheck } from "./domain-check.ts";
import { registerDomainConnector } from "./domain-connector.ts";
import { registerDomainList } from "./domain-list.ts";
import { registerDomainOpenApi } from "./domain-openapi.ts";
import { registerDomainSql } from "./domain-sql.ts";
import { registerDomainTypes } from "./domain-types.ts";

/** The verbs of `millrace domain`. */
const verbs: readonly ((group: Command) => void)[] = [
  registerDomainCheck,
  registerDomainConnector,
  registerDomainList,
  registerDomainOpenApi,
  registerDomainSql,
  registerDomainTypes,
];

/** `millrace domain <verb>` */
export function registerDomain(program: Command): void {
  const group = program
    .command("domain")
    .description("the domains of sql/: what they declare and what it compiles to");
  for (const register of verbs) register(group);
}
