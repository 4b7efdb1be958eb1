import type { z } from "zod";
import { MillraceError } from "./errors.ts";
import { describeProblems, type Problem } from "./problems.ts";

/** How {@link parseConfig} reads and reports. */
export interface ConfigOptions {
  /** Named in the message: `publisher`. */
  readonly program: string;
  /**
   * Further settings whose values are never shown. Names that hold SECRET, PASSWORD, TOKEN, JAAS, CREDENTIAL, USER_INFO
   * or KEY are secret without being listed.
   */
  readonly secrets?: readonly string[];
}

/** A program's settings are wrong: all problems at once, secret values left out. */
export class ConfigError extends MillraceError {
  readonly code = "CONFIG_INVALID";
  readonly program: string;
  readonly problems: readonly Problem[];

  constructor(program: string, problems: readonly Problem[]) {
    const lines = problems.map(
      ({ path, found, expected }) => `  ${path.join(".") || "(root)"}: found ${found}, expected ${expected}`,
    );
    super(`${program} cannot start, its settings are wrong; correct these:\n${lines.join("\n")}`);
    this.program = program;
    this.problems = problems;
  }
}

const secretName = /SECRET|PASSWORD|TOKEN|JAAS|CREDENTIAL|USER_INFO|KEY/i;

/**
 * Parses settings (mostly `process.env`) with a zod schema. An empty string counts as not set, as in a shell's `X= cmd`.
 * @throws ConfigError with every problem, its name, what was found and what was expected.
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  source: Readonly<Record<string, unknown>>,
  options: ConfigOptions,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const isSecret = (name: string) => secretName.test(name) || options.secrets?.includes(name) === true;
  const problems = describeProblems(result.error, given).map((problem) =>
    problem.found !== "nothing" && problem.path.some((step) => isSecret(String(step)))
      ? { ...problem, found: "a value that is not shown" }
      : problem,
  );
  throw new ConfigError(options.program, problems);
}
