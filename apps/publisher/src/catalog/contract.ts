import { readFile } from "node:fs/promises";
import { describeProblems, MillraceError } from "@millrace/common";
import type { EventPlan, JsonSchema } from "@millrace/domain";
import { z } from "zod";
import { type Pipeline, pipelineSchema } from "./pipeline.ts";

/** Which events are taken. */
export interface Contract {
  readonly events: readonly EventPlan[];
  /** The OpenAPI document of all that may be posted. */
  readonly openapi: JsonSchema;
  /** What becomes of the events. Default: nothing is known of it. */
  readonly pipeline?: Pipeline;
}

/** The file that says which events are taken cannot be used. */
export class ContractError extends MillraceError {
  readonly code = "CONTRACT_INVALID";
  readonly file: string;

  constructor(file: string, fault: string, cause?: unknown) {
    super(
      `the event contract ${file} ${fault}; it holds the events of a compiled plan, and "npm start" and ` +
        `"npm run apply" write it`,
      { cause },
    );
    this.file = file;
  }
}

const name = z.string().min(1);
const key = z.discriminatedUnion("format", [
  z.looseObject({ format: z.literal("raw"), columns: z.tuple([name]) }),
  z.looseObject({ format: z.literal("avro"), columns: z.array(name), subject: name, schema: z.unknown() }),
  z.looseObject({ format: z.literal("none") }),
]);
const column = z.looseObject({
  name,
  attribute: name,
  isOptional: z.boolean(),
  type: z.looseObject({
    kind: z.enum([
      "string",
      "int",
      "long",
      "double",
      "boolean",
      "timestamp",
      "decimal",
      "money",
      "enum",
      "array",
      "map",
      "record",
    ]),
  }),
});
const event = z.looseObject({
  name,
  domain: name,
  topic: name,
  subject: name,
  schema: z.unknown(),
  key,
  eventTime: z.object({ attribute: name, column: name }),
  deadLetterTopic: name,
  keepsInvalid: z.boolean(),
  columns: z.array(column),
});
const contract = z.looseObject({
  version: z.literal(1),
  events: z.array(event),
  openapi: z.looseObject({ openapi: z.string() }),
  pipeline: pipelineSchema.optional(),
});

/**
 * Reads which events are taken.
 * @throws ContractError with every problem
 */
export async function readContract(file: string): Promise<Contract> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ContractError(file, `cannot be read (${messageOf(cause)})`, cause);
  });
  return parseContract(file, text);
}

/**
 * A contract's text, read.
 * @throws ContractError with every problem
 */
export function parseContract(file: string, text: string): Contract {
  const data = parseJson(file, text);
  const result = contract.safeParse(data);
  if (!result.success) {
    const lines = describeProblems(result.error, data).map(
      ({ path, found, expected }) => `${path.join(".") || "(root)"}: found ${found}, expected ${expected}`,
    );
    throw new ContractError(file, `is not one: ${lines.join("; ")}`);
  }
  const { events, openapi, pipeline } = result.data;
  // Beyond what was checked it is the compiler's output, as it is.
  return {
    events: events as unknown as readonly EventPlan[],
    openapi,
    ...(pipeline === undefined ? {} : { pipeline }),
  };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ContractError(file, `is no JSON (${messageOf(cause)})`, cause);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
