/** Something that a guide tells its reader to do, or to see. */
export type GuideStep = { readonly line: number } & (
  | { readonly kind: "create" | "append"; readonly path: string; readonly text: string }
  /** A script for a shell; with `isRepeated` until what stands below is seen. */
  | {
      readonly kind: "run";
      readonly script: string;
      readonly isRepeated: boolean;
      readonly exitCode: number;
    }
  | { readonly kind: "see"; readonly text: string }
);

/**
 * Reads a guide's fenced blocks, in order. The word behind the language says what a block is:
 *
 * - `file=<path>` is a new file, `append=<path>` goes to the end of one;
 * - `sh` holds commands, `sh exit=5` commands of which the last one ends with that code, `sh repeat` commands to be given again
 *   until what is to be seen is there;
 * - `seen` is what the commands above it print.
 *
 * @throws Error on any other block, since nobody would notice that it is not true any more
 */
export function guideSteps(markdown: string): readonly GuideStep[] {
  const lines = markdown.split("\n");
  const steps: GuideStep[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const info = /^```(.*)$/.exec(lines[at] ?? "")?.[1];
    if (info === undefined) continue;
    const end = lines.indexOf("```", at + 1);
    if (end === -1)
      throw new Error(`line ${at + 1}: found a block without an end, expected a line of three backticks`);
    steps.push(stepOf(info, lines.slice(at + 1, end), at + 1));
    at = end;
  }
  return steps;
}

function stepOf(info: string, body: readonly string[], line: number): GuideStep {
  const [language, ...words] = info.trim().split(/\s+/);
  const text = body.map((each) => `${each}\n`).join("");
  const [, kind, path] = /^(file|append)=(\S+)$/.exec(words.join(" ")) ?? [];
  if (path !== undefined) return { kind: kind === "file" ? "create" : "append", path, text, line };
  if (words.join(" ") === "seen") return { kind: "see", text, line };
  const isRepeated = words.join(" ") === "repeat";
  const exitCode = /^exit=(\d+)$/.exec(words.join(" "))?.[1];
  if (language === "sh" && (words.length === 0 || isRepeated || exitCode !== undefined))
    return { kind: "run", script: text, isRepeated, exitCode: Number(exitCode ?? 0), line };
  throw new Error(
    `line ${line}: found a block "${info}", expected file=<path>, append=<path> or seen behind its language, or sh`,
  );
}

/** What goes to the end of a file: a new part behind an empty line, more of the last part at once. */
export function appended(text: string): string {
  return text.startsWith(" ") ? text : `\n${text}`;
}

/** The files that a guide has its reader write, by path, as they are at its end. */
export function writtenFiles(steps: readonly GuideStep[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const step of steps) {
    if (step.kind === "create") files.set(step.path, step.text);
    if (step.kind === "append") files.set(step.path, `${files.get(step.path) ?? ""}${appended(step.text)}`);
  }
  return files;
}

/**
 * The first line of what is to be seen that the output does not show. `…` stands for any text of a line; other lines may stand
 * between, and what is done side by side may be told in another order.
 */
export function missingLine(expected: string, output: string): string | undefined {
  const lines = output.split("\n").map((line) => line.trimEnd());
  return expected
    .trimEnd()
    .split("\n")
    .find((wanted) => !lines.some((line) => patternOf(wanted.trimEnd()).test(line)));
}

function patternOf(wanted: string): RegExp {
  const parts = wanted.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
