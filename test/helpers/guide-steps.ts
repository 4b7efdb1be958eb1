/** Something that a guide tells its reader to do, or to see. */
export type GuideStep = { readonly line: number } & (
  | { readonly kind: "create" | "append"; readonly path: string; readonly text: string }
  /** Commands for a shell; with `isRepeated` until what stands below is seen. */
  | { readonly kind: "run"; readonly commands: readonly string[]; readonly isRepeated: boolean }
  | { readonly kind: "see"; readonly text: string }
);

/**
 * Reads a guide's fenced blocks, in order. The word behind the language says what a block is:
 *
 * - `file=<path>` is a new file, `append=<path>` goes to the end of one;
 * - `sh` holds commands, `sh repeat` commands to be given again until what is to be seen is there;
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
  if (language === "sh" && (words.length === 0 || isRepeated))
    return { kind: "run", commands: commandsOf(body), isRepeated, line };
  throw new Error(
    `line ${line}: found a block "${info}", expected file=<path>, append=<path> or seen behind its language, or sh`,
  );
}

/** One command a line; a backslash at its end goes on with the next one. */
function commandsOf(body: readonly string[]): readonly string[] {
  const script = body.filter((each) => !each.startsWith("#")).join("\n");
  return script
    .split(/(?<!\\)\n/)
    .map((command) => command.trim())
    .filter((command) => command !== "");
}

/**
 * The first line of what is to be seen that the output does not show: its lines stand there in their order, not necessarily
 * next to each other, and `…` stands for any text of a line.
 */
export function missingLine(expected: string, output: string): string | undefined {
  const lines = output.split("\n");
  let at = 0;
  for (const wanted of expected.trimEnd().split("\n")) {
    if (wanted.trim() === "…") continue;
    const pattern = new RegExp(
      `^${wanted
        .trimEnd()
        .split("…")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
    );
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line.trimEnd()));
    if (found === -1) return wanted;
    at = found + 1;
  }
  return undefined;
}
