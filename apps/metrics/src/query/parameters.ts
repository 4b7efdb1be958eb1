import { describeFound, suggest } from "@millrace/common";
import type { QueryProblem } from "./query-problem.ts";

/** How a parameter's text is read: undefined where it is not {@link Reading.expected}. */
export interface Reading<T> {
  readonly read: (text: string) => T | undefined;
  readonly expected: string;
}

/**
 * The parameters of a URL, each read once. What is wrong is collected, so that a caller learns of all of it at once; with
 * {@link problems} those that nobody has asked for are among it.
 */
export class Parameters {
  readonly #given: ReadonlyMap<string, readonly string[]>;
  readonly #known = new Set<string>();
  readonly #problems: QueryProblem[] = [];

  /** @param search what follows the path, with its question mark or without */
  constructor(search: string) {
    const given = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(search))
      given.set(name, [...(given.get(name) ?? []), value]);
    this.#given = given;
  }

  /** Names that are given and were not asked for yet. */
  get others(): readonly string[] {
    return [...this.#given.keys()].filter((name) => !this.#known.has(name));
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** What was given under a name, in order. */
  all(name: string): readonly string[] {
    this.#known.add(name);
    return this.#given.get(name) ?? [];
  }

  /** The value of a parameter that is given once at most. */
  one<T>(name: string, { read, expected }: Reading<T>): T | undefined {
    const [text, ...more] = this.all(name);
    if (text === undefined) return undefined;
    if (more.length > 0) {
      this.wrong(name, [text, ...more], "it once");
      return undefined;
    }
    const value = read(text);
    if (value === undefined) this.wrong(name, text, expected);
    return value;
  }

  /** Names with commas between, each of `allowed`; the parameter may be given several times. */
  names(name: string, allowed: readonly string[], what: string): readonly string[] {
    const found = this.all(name).flatMap((text) => text.split(",").map((each) => each.trim()));
    for (const each of found) if (!allowed.includes(each)) this.unknown(name, each, { allowed, what });
    return [...new Set(found.filter((each) => allowed.includes(each)))];
  }

  /** Notes that a value is none of `allowed`. @param what what they are, as in "a column" */
  unknown(
    parameter: string,
    found: string,
    { allowed, what }: { readonly allowed: readonly string[]; readonly what: string },
  ): void {
    const suggestion = suggest(found.slice(0, 100), allowed);
    const list = allowed.length === 0 ? "; there is none" : `: ${allowed.join(", ")}`;
    this.wrong(parameter, found, `${what}${list}`, suggestion);
  }

  /** Notes what is wrong with a parameter. */
  wrong(parameter: string, found: unknown, expected: string, suggestion?: string): void {
    this.#problems.push({
      parameter: parameter.slice(0, 100),
      found: describeFound(found),
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  /** All that is wrong. @param known names that mean something, for those that do not */
  problems(known: readonly string[]): readonly QueryProblem[] {
    const unknown = this.others.map((name): QueryProblem => {
      const suggestion = suggest(name.slice(0, 100), known);
      return {
        parameter: name.slice(0, 100),
        found: describeFound(this.#given.get(name)?.[0]),
        expected: `no such parameter; there are ${known.join(", ")}`,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    });
    return [...this.#problems, ...unknown];
  }
}

/** A whole number within limits. */
export function wholeNumber(least: number, most: number): Reading<number> {
  return {
    read(text) {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
      return number !== undefined && number >= least && number <= most ? number : undefined;
    },
    expected: `a whole number from ${least} to ${most}`,
  };
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Reading<Word> {
  return { read: (text) => words.find((word) => word === text), expected: `one of ${words.join(", ")}` };
}

/** `true` or `false`. */
export const trueOrFalse: Reading<boolean> = {
  read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  expected: "true or false",
};
