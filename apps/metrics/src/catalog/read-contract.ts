import { readFile } from "node:fs/promises";
import { describeProblems, MillraceError } from "@millrace/common";
import { z } from "zod";
import type { MetricsContract } from "./contract.ts";

/** The file that says what is served cannot be used. */
export class ContractError extends MillraceError {
  readonly code = "CONTRACT_INVALID";
  readonly file: string;

  constructor(file: string, fault: string, cause?: unknown) {
    super(
      `the metrics contract ${file} ${fault}; it holds what a compiled plan serves, and "npm start" and ` +
        `"npm run apply" write it`,
      { cause },
    );
    this.file = file;
  }
}

/** Reads the file of a contract. @throws ContractError with every problem */
export async function readContract(path: string): Promise<MetricsContract> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ContractError(path, `cannot be read (${messageOf(cause)})`, cause);
  });
  return parseContract(path, text);
}

const name = z.string().min(1);
const names = z.array(name);
const contract = z.looseObject({
  version: z.literal(1),
  stage: name,
  served: z.array(
    z.looseObject({
      name,
      domain: name,
      topic: name,
      connector: name,
      changelogMode: z.enum(["append", "upsert"]),
      postgresTable: name,
      primaryKey: names,
      columns: z.array(z.looseObject({ name, type: name, nullable: z.boolean() })),
      isWindow: z.boolean(),
      timeColumn: name.optional(),
      groupColumns: names,
      measures: names,
      finality: z.enum(["always", "paired", "never"]),
      finalTable: name.optional(),
    }),
  ),
  panels: z.array(z.looseObject({ name, domain: name, table: name })),
  events: z.array(z.looseObject({ name, domain: name, path: name, columns: z.array(z.unknown()) })),
  deadLetterTopics: z.array(z.object({ domain: name, topic: name })),
  statements: z.array(z.object({ domain: name, name })),
  connectors: z.array(
    z.object({
      domain: name,
      name,
      kind: z.enum(["postgres", "archive", "clickhouse", "other"]),
      topics: names,
    }),
  ),
  journeys: z
    .array(
      z.object({
        domain: name,
        journeys: z.array(
          z.looseObject({
            name,
            weight: z.number(),
            start: name,
            steps: z.array(
              z.looseObject({
                name,
                event: name,
                next: z.array(z.object({ name, weight: z.number() })),
              }),
            ),
          }),
        ),
      }),
    )
    .optional(),
});

/**
 * A contract's text, read.
 * @throws ContractError with every problem
 */
export function parseContract(file: string, text: string): MetricsContract {
  const data = parseJson(file, text);
  const result = contract.safeParse(data);
  // Beyond what was checked it is the compiler's output, as it is.
  if (result.success) return result.data as unknown as MetricsContract;
  const lines = describeProblems(result.error, data).map(
    ({ path, found, expected }) => `${path.join(".") || "(root)"}: found ${found}, expected ${expected}`,
  );
  throw new ContractError(file, `is not one: ${lines.join("; ")}`);
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
