import { Option } from "commander";

/** What the option gives. */
export interface DomainFlag {
  /** `a,b` or `all`, as it was typed. */
  readonly domain?: string;
}

/** The option with which a command of the running stack is told its domains. */
export function domainOption(): Option {
  return new Option(
    "--domain <names>",
    "the domains that run: names with commas between them, or all; remembered until others are chosen",
  );
}
