import { describeFound, suggest } from "@millrace/common";
import { isDuration, parseDuration } from "../duration.ts";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import { positionAt, type SourceFile } from "../source-file.ts";
import type { Token } from "./lexer.ts";

/** What a file's header sets: `-- @state_ttl 1 hour`. Each holds for the whole job of the domain. */
export interface FileSettings {
  readonly stateTtlMs?: number;
  readonly parallelism?: number;
  readonly miniBatchMs?: number;
}

/** A setting with the place that it was read from. */
export interface LocatedSetting {
  readonly name: keyof FileSettings;
  readonly word: string;
  readonly value: number;
  readonly offset: number;
}

const duration = {
  expected: 'a duration such as "1 hour"',
  read: (text: string) => (isDuration(text) ? parseDuration(text) : undefined),
};
const count = {
  expected: "a whole number from 1 to 1024",
  read: (text: string) => (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1024 ? Number(text) : undefined),
};

const known: Readonly<
  Record<string, { readonly name: keyof FileSettings } & (typeof duration | typeof count)>
> = {
  state_ttl: { name: "stateTtlMs", ...duration },
  parallelism: { name: "parallelism", ...count },
  mini_batch: { name: "miniBatchMs", ...duration },
};

/** Exceptions from rules of the linter, which reads them itself; they change no job. */
const lintAllowance = "lint_allow";

const line = /^--\s*@(\S+)[ \t]*(.*?)\s*$/;

/** Reads the `-- @name value` lines that stand before the statement. */
export function readSettings(
  source: SourceFile,
  tokens: readonly Token[],
): { readonly settings: readonly LocatedSetting[]; readonly problems: readonly DomainProblem[] } {
  const bodyStart = tokens.find(({ kind }) => kind !== "comment")?.offset ?? source.text.length;
  const settings: LocatedSetting[] = [];
  const problems: DomainProblem[] = [];
  for (const token of tokens.filter(({ kind, text }) => kind === "comment" && line.test(text))) {
    if (isLintAllowance(token, bodyStart)) continue;
    const read = readSetting(token, settings, bodyStart);
    if ("value" in read) settings.push(read);
    else problems.push({ file: source.path, ...positionAt(source.text, token.offset), ...read });
  }
  return { settings, problems };
}

function isLintAllowance({ text, offset }: Token, bodyStart: number): boolean {
  return offset < bodyStart && line.exec(text)?.[1] === lintAllowance;
}

type Complaint = Pick<DomainProblem, "path" | "found" | "expected" | "suggestion">;

function readSetting(
  token: Token,
  earlier: readonly LocatedSetting[],
  bodyStart: number,
): LocatedSetting | Complaint {
  const [, word = "", text = ""] = line.exec(token.text) ?? [];
  const path = `@${word}`;
  const setting = Object.hasOwn(known, word) ? known[word] : undefined;
  if (setting === undefined) {
    if (word === lintAllowance) return behindBeginning(path);
    const names = Object.keys(known).sort();
    return {
      path,
      found: `the unknown setting ${describeFound(word)}`,
      expected: `one of ${names.join(", ")}`,
      ...withSuggestion(suggest(word, [...names, lintAllowance])),
    };
  }
  if (token.offset > bodyStart) return behindBeginning(path);
  if (earlier.some((other) => other.name === setting.name))
    return { path, found: "a second value", expected: "each setting once" };
  const value = setting.read(text);
  if (value === undefined)
    return { path, found: text === "" ? "nothing" : describeFound(text), expected: setting.expected };
  return { name: setting.name, word, value, offset: token.offset };
}

function behindBeginning(path: string): Complaint {
  return { path, found: "a setting behind the statement's beginning", expected: "settings in the header" };
}
