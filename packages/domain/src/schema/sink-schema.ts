import { z } from "zod";
import { snakeName } from "./field.ts";

/** Where the rows of a table are kept beside their topic. */
export const sinksField = z
  .strictObject({
    postgres: z
      .union([z.literal(true), z.strictObject({ table: snakeName.optional() })], {
        error: "true or a mapping such as { table: name }",
      })
      .optional()
      .meta({ description: "Upserts the rows into a Postgres table. Default name: the table's." }),
    archive: z
      .strictObject({
        bucket: snakeName.meta({ description: "A key of buckets." }),
        partition_by: z.array(snakeName).min(1).optional(),
        table: z.string().optional(),
      })
      .optional()
      .meta({ description: "Appends the rows to an Iceberg table in a bucket." }),
  })
  .meta({ description: "Where the rows are kept beside their topic." });

export type SinksInput = z.output<typeof sinksField>;
