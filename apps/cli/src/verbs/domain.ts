import type { Command } from "commander";
import { registerDomainCheck } from "./domain-check.ts";
import { registerDomainConnector } from "./domain-connector.ts";
import { registerDomainList } from "./domain-list.ts";

/** The verbs of `millrace domain`. */
const verbs: readonly ((group: Command) => void)[] = [
  registerDomainCheck,
  registerDomainConnector,
  registerDomainList,
];

/** `millrace domain <verb>` */
export function registerDomain(program: Command): void {
  const group = program
    .command("domain")
    .description("the domains of sql/: what they declare and what it compiles to");
  for (const register of verbs) register(group);
}
