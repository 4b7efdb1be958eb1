import { z } from "zod";
import { docField, kebabName } from "./field.ts";

const value = z.string({ error: "a text, because Kafka Connect takes every value as one: put it in quotes" });

/** A file under connectors/: one Kafka Connect configuration. */
export const connectorSchema = z.strictObject({
  name: kebabName,
  domain: kebabName,
  doc: docField.optional(),
  config: z
    .record(z.string(), value, { error: "a mapping of configuration keys to texts" })
    .refine((config) => config["connector.class"] !== undefined, {
      error: "a configuration with a connector.class",
    })
    .refine((config) => config["name"] === undefined, {
      error: "a configuration without a name, which stands beside it",
    }),
});

export type ConnectorInput = z.output<typeof connectorSchema>;
