import { z } from "zod";

const names = z.array(z.string().min(1));

/** The contract file's part on what becomes of events. */
export const pipelineSchema = z.object({
  /** Statements that work on the events: each is to have a running job. */
  statements: names,
  /** Buckets that are written to. */
  buckets: names,
  /** Tables that are written to buckets, `<namespace>.<table>`, and what their rows are. */
  archives: z.array(z.object({ table: z.string(), type: z.enum(["raw", "aggregate", "late"]) })),
});

/** What becomes of events behind their topics: health looks at it, and metrics name it. Taking events does not need it. */
export type Pipeline = Readonly<z.output<typeof pipelineSchema>>;

/** Of a contract that says nothing of it. */
export const noPipeline: Pipeline = { statements: [], buckets: [], archives: [] };
