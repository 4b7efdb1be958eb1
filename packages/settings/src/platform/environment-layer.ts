import { parseConfig } from "@millrace/common";
import { z } from "zod";
import { clickHouseVariables } from "./clickhouse-settings.ts";
import { limits } from "./limits.ts";
import type { Layer } from "./merge-layers.ts";
import { metricsVariables } from "./metrics-variables.ts";
import { type PlatformVariable, wholeNumber } from "./platform-variable.ts";
import { publisherVariables } from "./publisher-variables.ts";

const address = z.url({ protocol: /^https?$/, error: "an address, http or https" });

/** The variables that have precedence over the files, each with the setting it stands for. */
const variables: readonly PlatformVariable[] = [
  {
    variable: "STAGE",
    path: ["prefix"],
    schema: z.string().regex(limits.prefix.pattern, limits.prefix.expected),
  },
  { variable: "SAMPLE_EVENTS", path: ["sample_events"], schema: wholeNumber(limits.sampleEvents) },
  ...publisherVariables,
  ...metricsVariables,
  ...clickHouseVariables,
  { variable: "VAULT_ADDR", path: ["secrets", "vault", "address"], schema: address },
  { variable: "VAULT_NAMESPACE", path: ["secrets", "vault", "namespace"], schema: z.string() },
  { variable: "AWS_REGION", path: ["secrets", "aws", "region"], schema: z.string() },
  { variable: "GOOGLE_CLOUD_PROJECT", path: ["secrets", "google", "project"], schema: z.string() },
];

/** The shape of the variables, each optional, for a program that reads others beside them. */
export const platformVariables: Readonly<Record<string, z.ZodOptional>> = Object.fromEntries(
  variables.map(({ variable, schema }) => [variable, schema.optional()]),
);

/** What the environment says, as the uppermost layer. @throws ConfigError with every problem */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const given = parseConfig(z.object(platformVariables), env, { program: "millrace" });
  const value: Record<string, unknown> = {};
  for (const { variable, path } of variables)
    if (given[variable] !== undefined) put(value, path, given[variable]);
  const variableOf = (path: readonly (string | number)[]) =>
    variables.find((each) => each.path.join(".") === path.join("."))?.variable ?? "";
  return { value, originOf: (path) => ({ kind: "environment", variable: variableOf(path) }) };
}

function put(target: Record<string, unknown>, [step, ...rest]: readonly string[], value: unknown): void {
  if (step === undefined) return;
  if (rest.length === 0) target[step] = value;
  else put((target[step] ??= {}) as Record<string, unknown>, rest, value);
}
