import { emitTypeScript } from "@millrace/domain";
import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import { chooseDomains } from "../domain-choice.ts";
import { localPlan } from "../local-platform.ts";

/** `millrace domain types [--domain <names>]` */
export function registerDomainTypes(group: Command): void {
  group
    .command("types")
    .description("print a TypeScript module: types of events and of results' rows, and the topics' names")
    .option(
      "--domain <names>",
      "of these domains alone: names with commas between them; default: every domain",
    )
    .addHelpText("after", "\nExample: millrace domain types --domain ecommerce > ecommerce.ts")
    .action(({ domain }: { readonly domain?: string }) => {
      const config = readCliConfig();
      process.stdout.write(emitTypeScript(localPlan(config, chooseDomains(config, domain ?? "all").domains)));
    });
}
