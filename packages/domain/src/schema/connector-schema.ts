import { z } from "zod";
import { docField, kebabName } from "./field.ts";

const value = z.string({ error: "a text, because Kafka Connect takes every value as one: put it in quotes" });

/** Longer than other names: that of a sink has the domain's and the table's in it. */
const connectorName = z
  .string({ error: "a name of lower-case letters, digits and hyphens" })
  .max(140, { error: "a name of at most 140 characters" })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "a name of lower-case letters, digits and hyphens" });

/** A file under connectors/: one Kafka Connect configuration. */
export const connectorSchema = z.strictObject({
  name: connectorName,
  domain: kebabName,
  doc: docField.optional(),
  config: z
    .record(z.string(), value, { error: "a mapping of configuration keys to texts" })
    .superRefine((config, context) => {
      if (config["connector.class"] === undefined)
        context.addIssue({
          code: "custom",
          path: ["connector.class"],
          message: "the name of a connector's class",
        });
      if (config["name"] !== undefined)
        context.addIssue({
          code: "custom",
          path: ["name"],
          message: "no name, because it stands beside config",
        });
    }),
});

export type ConnectorInput = z.output<typeof connectorSchema>;
