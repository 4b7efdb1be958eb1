import { z } from "zod";
import { docField, namedMap, snakeName } from "./field.ts";

const title = z.string({ error: "a text" }).min(1, { error: "a text" });

const measuresError = "a list of columns, or a mapping of columns to { title, unit }";

const measures = z
  .union(
    [
      z.array(snakeName).min(1, { error: "at least one column" }),
      z.record(
        snakeName,
        z.strictObject(
          {
            title: title.optional().meta({ description: "Default: the column's name in words." }),
            unit: title
              .optional()
              .meta({ description: "What is counted: °C, ms. Default: of money its currency." }),
          },
          { error: "a mapping such as { unit: °C }" },
        ),
      ),
    ],
    { error: measuresError },
  )
  .meta({ description: "Columns that are drawn. Default: every number that is no part of the key." });

const panelSchema = z
  .strictObject(
    {
      table: snakeName.meta({ description: "The result whose rows are shown." }),
      title: title.optional().meta({ description: "Default: the panel's name in words." }),
      doc: docField.optional(),
      kind: z.enum(["line", "bar", "table", "number"]).optional().meta({
        description: "How the rows are shown. Default: as fits the result.",
      }),
      time: snakeName.optional().meta({
        description: "The column along which rows are drawn. Default: window_start, or the record time.",
      }),
      group_by: z.array(snakeName, { error: "a list of columns" }).optional().meta({
        description: "Columns whose values each get a line or a bar. Default: the key without times.",
      }),
      measures: measures.optional(),
    },
    { error: "a mapping such as { table: sales }, or false" },
  )
  .meta({ description: "A panel of the dashboard." });

/** What the dashboard shows of a domain beside, or in place of, what it shows of every result. */
export const panelsField = namedMap(
  snakeName,
  z.union([z.literal(false), panelSchema], { error: "a mapping such as { table: sales }, or false" }),
  "panels",
).meta({
  description:
    "Panels of the dashboard. Every result has one of its name; a panel of that name takes its place, and false leaves it out.",
});

export type PanelInput = z.output<typeof panelSchema>;
