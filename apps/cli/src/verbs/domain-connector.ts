import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import {
  ConnectorUndeclaredError,
  type DeclaredConnector,
  declaredConnectors,
  formatConnectors,
  writeConnector,
} from "../declared-connectors.ts";
import { chooseDomains } from "../domain-choice.ts";

interface ConnectorFlags {
  readonly domain?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** `millrace domain connector [<name>] [--domain <names>] [--write] [--json]` */
export function registerDomainConnector(group: Command): void {
  group
    .command("connector")
    .argument("[name]", "a connector that sinks stand for; without one all are listed")
    .description("print the connector that a sink of domain.yaml stands for, or write it as a file to edit")
    .option(
      "--domain <names>",
      "of these domains alone: names with commas between them; default: every domain",
    )
    .option("--write", "write connectors/<name>.json, which counts from then on")
    .option("--json", "print the list as JSON")
    .action((name: string | undefined, flags: ConnectorFlags, command: Command) => {
      const config = readCliConfig();
      const { domains } = chooseDomains(config, flags.domain ?? "all");
      const connectors = declaredConnectors(config.root, domains);
      if (name === undefined) {
        if (flags.write === true) command.error("error: --write needs the name of a connector");
        return list(connectors, flags.json === true);
      }
      const found = connectors.find((connector) => connector.name === name);
      if (found === undefined)
        throw new ConnectorUndeclaredError(
          name,
          connectors.map((connector) => connector.name),
        );
      if (flags.write === true) write(config.root, found);
      else process.stdout.write(found.text);
    });
}

function list(connectors: readonly DeclaredConnector[], isJson: boolean): void {
  const listed = connectors.map(({ text: _, ...facts }) => facts);
  const text = isJson ? JSON.stringify({ connectors: listed }) : formatConnectors(connectors);
  process.stdout.write(`${text}\n`);
}

function write(root: string, connector: DeclaredConnector): void {
  writeConnector(root, connector);
  const { name, domain, file } = connector;
  process.stdout.write(`${file}\n`);
  process.stderr.write(
    `The connector ${name} is this file from now on; what sinks says of it in sql/${domain}/domain.yaml ` +
      `counts again when the file is removed.\n`,
  );
}
