import { durationField } from "@millrace/domain";
import { z } from "zod";
import { findSecrets } from "../secrets/secret-reference.ts";
import { backendNames } from "../secrets/backend-names.ts";
import { clickHouseSchema } from "./clickhouse-settings.ts";
import { addressField, textField } from "./fields.ts";
import { limits } from "./limits.ts";
import { metricsSchema } from "./metrics-schema.ts";
import { publisherSchema } from "./publisher-schema.ts";

/** Words with which a problem says what was expected, as in the schema of domain.yaml. */
function whole({ min, max }: { readonly min: number; readonly max: number }) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

const bootstrapBackends = ["env", "file"];

const tokenError = `a reference such as \${secret:env:VAULT_TOKEN}, of ${bootstrapBackends.join(" or ")}, because a secret does not stand in a file of the repository`;

const token = z
  .string({ error: tokenError })
  .refine((value) => isBootstrapSecret(value), { error: tokenError });

/** Whether a text is one reference, to a backend that needs no secret itself. */
function isBootstrapSecret(value: string): boolean {
  try {
    const [reference, ...others] = findSecrets(value, bootstrapBackends);
    if (reference === undefined || others.length > 0) return false;
    return value.startsWith("${") && value.indexOf("}") === value.length - 1;
  } catch {
    return false;
  }
}

const secretsSchema = z
  .strictObject({
    order: z
      .array(z.enum(backendNames), { error: "a list of backends" })
      .min(1, { error: "a list of at least one backend" })
      .nullish()
      .meta({
        description: "Backends that are asked for ${secret:name}, in this order. Default: env, file.",
      }),
    ttl: durationField
      .nullish()
      .meta({ description: "How long a secret is not asked for again. Default: 5 minutes." }),
    file: z
      .strictObject({
        folder: textField("a path").nullish().meta({
          description: "Folder with one file a secret, below the repository's root. Default: .secrets.",
        }),
        env_file: textField("a path").nullish().meta({ description: "A .env file. Default: .env." }),
      })
      .nullish(),
    vault: z
      .strictObject({
        address: addressField("the address of a Vault, http or https")
          .nullish()
          .meta({ description: "Also VAULT_ADDR." }),
        namespace: textField("a namespace").nullish().meta({ description: "Also VAULT_NAMESPACE." }),
        token: token.nullish().meta({ description: "Default: ${secret:env:VAULT_TOKEN}." }),
      })
      .nullish(),
    aws: z
      .strictObject({
        region: textField("a region such as eu-west-1").nullish().meta({ description: "Also AWS_REGION." }),
        endpoint: addressField("an address, http or https")
          .nullish()
          .meta({ description: "Another address than AWS's own." }),
      })
      .nullish(),
    azure: z
      .strictObject({
        vault_url: addressField("an address such as https://my-vault.vault.azure.net").nullish(),
      })
      .nullish(),
    google: z
      .strictObject({
        project: textField("the id of a project")
          .nullish()
          .meta({ description: "Also GOOGLE_CLOUD_PROJECT." }),
      })
      .nullish(),
  })
  .meta({ description: "Where ${secret:…} is looked for." });

const topicsSchema = z
  .strictObject({
    partitions: whole({ min: 1, max: 1000 }).nullish().meta({ description: "Default: 1." }),
    retention: durationField.nullish().meta({ description: "How long records are kept. Default: 7 days." }),
  })
  .meta({
    description: "Topics of tables of which neither a domain's defaults nor their own entry say anything.",
  });

const domainsError = "all, or a list of the domains of sql/ such as [page-views]";

/** Which domains run where nobody chooses others. */
const domainsSchema = z
  .union([z.literal("all"), z.array(textField("the name of a domain")).min(1)], { error: domainsError })
  .meta({
    description:
      "The domains that run, all or a list; the option --domain chooses others, and is remembered. Default: all.",
  });

/** platform.yaml, and each file of overrides: every key may be left out, and null takes away what was said before. */
export const platformSchema = z
  .strictObject({
    prefix: z
      .string({ error: limits.prefix.expected })
      .regex(limits.prefix.pattern, { error: limits.prefix.expected })
      .nullish()
      .meta({ description: "First word of every topic and bucket; also STAGE. Default: the stage's name." }),
    sample_events: whole(limits.sampleEvents)
      .nullish()
      .meta({ description: "Sample events on a first start; also SAMPLE_EVENTS. Default: 0." }),
    domains: domainsSchema.nullish(),
    topics: topicsSchema.nullish(),
    publisher: publisherSchema.nullish(),
    metrics: metricsSchema.nullish(),
    clickhouse: clickHouseSchema.nullish(),
    secrets: secretsSchema.nullish(),
  })
  .meta({
    title: "Millrace's platform.yaml",
    description: "What stages differ in. platform.<stage>.yaml is laid over platform.yaml.",
  });

/** What the files of a stage say. */
export type PlatformInput = z.output<typeof platformSchema>;
