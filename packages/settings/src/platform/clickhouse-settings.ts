import { z } from "zod";
import { backendNames } from "../secrets/backend-names.ts";
import { findSecrets } from "../secrets/secret-reference.ts";
import { addressField, textField } from "./fields.ts";
import type { PlatformVariable } from "./platform-variable.ts";

/** Where ClickHouse is, whose tables the domains' sinks fill. */
export interface ClickHouseSettings {
  /** Its HTTP interface: `http://clickhouse:8123`. */
  readonly url: string;
  readonly user: string;
  /** A reference to a secret. */
  readonly password: string;
  readonly database: string;
}

const url = addressField("the address of ClickHouse's HTTP interface, http or https");
const database = z
  .string({ error: "a database's name" })
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "a database's name of letters, digits and underscores" });

const passwordError =
  "a reference such as ${secret:clickhouse-password}, because a secret does not stand in a file of the repository";

const password = z
  .string({ error: passwordError })
  .refine((value) => isReference(value), { error: passwordError });

/** Whether a text is one reference to a secret and nothing else; a default that is not empty is a password in clear. */
function isReference(value: string): boolean {
  try {
    const [reference, ...others] = findSecrets(value, backendNames);
    if (reference === undefined || others.length > 0 || (reference.fallback ?? "") !== "") return false;
    return value.startsWith("${") && value.indexOf("}") === value.length - 1;
  } catch {
    return false;
  }
}

/** What platform.yaml may say of ClickHouse. */
export const clickHouseSchema = z
  .strictObject({
    url: url.nullish().meta({
      description:
        "Its HTTP interface, such as http://clickhouse:8123; also CLICKHOUSE_URL. Default: there is none.",
    }),
    user: textField("a user's name")
      .nullish()
      .meta({ description: "Also CLICKHOUSE_USER. Default: default." }),
    password: password.nullish().meta({
      description: "Default: ${secret:clickhouse-password:-}, of which CLICKHOUSE_PASSWORD is one place.",
    }),
    database: database.nullish().meta({ description: "Also CLICKHOUSE_DATABASE. Default: default." }),
  })
  .meta({ description: "Where ClickHouse is, for the domains that keep rows there." });

/** Its variables. */
export const clickHouseVariables: readonly PlatformVariable[] = [
  { variable: "CLICKHOUSE_URL", path: ["clickhouse", "url"], schema: url },
  { variable: "CLICKHOUSE_USER", path: ["clickhouse", "user"], schema: z.string() },
  { variable: "CLICKHOUSE_DATABASE", path: ["clickhouse", "database"], schema: database },
];

/** What holds where nobody says anything else. */
export const clickHouseDefaults = {
  user: "default",
  password: "${secret:clickhouse-password:-}",
  database: "default",
} as const;

/** Merged data, as {@link clickHouseDefaults} fills it up, that the schema has found right. */
export type ClickHouseInput = Omit<ClickHouseSettings, "url"> & Partial<Pick<ClickHouseSettings, "url">>;

/** Merged data in the words of the code; undefined where nobody says where ClickHouse is. */
export function toClickHouseSettings({
  url: given,
  ...others
}: ClickHouseInput): ClickHouseSettings | undefined {
  return given === undefined ? undefined : { url: given, ...others };
}
