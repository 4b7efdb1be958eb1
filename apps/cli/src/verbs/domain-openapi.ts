import { emitOpenApi, type Plan } from "@millrace/domain";
import { eventAliases } from "@millrace/events";
import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import { chooseDomains } from "../domain-choice.ts";
import { localPlan } from "../local-platform.ts";

/** What may be posted to the publisher of a plan, as the text of an OpenAPI document. */
export function openApiText({ events }: Pick<Plan, "events">): string {
  return `${JSON.stringify(emitOpenApi(events, { aliases: eventAliases }), undefined, 2)}\n`;
}

/** `millrace domain openapi [--domain <names>]` */
export function registerDomainOpenApi(group: Command): void {
  group
    .command("openapi")
    .description(
      "print what may be posted as an OpenAPI 3.1 document; the publisher serves it at /openapi.json",
    )
    .option(
      "--domain <names>",
      "of these domains alone: names with commas between them; default: every domain",
    )
    .action(({ domain }: { readonly domain?: string }) => {
      const config = readCliConfig();
      process.stdout.write(openApiText(localPlan(config, chooseDomains(config, domain ?? "all").domains)));
    });
}
