import type { LintRule } from "../rule.ts";

/** Confluent Cloud's limits of a statement's name. */
const allowed = /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/;
/** What is put behind a name: a hyphen and the hash of the text. */
const hashLength = 13;

/** A result's name becomes part of the statement's name. */
export const statementName: LintRule = {
  code: "statement-name",
  severity: "error",
  title: "A statement's name fits both engines: lower-case letters, digits and hyphens, at most 100.",
  check: ({ target }, { name: domain }) => {
    const name = `${domain}-${target.text.replaceAll("_", "-")}`;
    if (allowed.test(name) && name.length + hashLength <= 100) return [];
    return [
      {
        place: target,
        message: `the statement would be named ${name}-<hash>, which Confluent Cloud refuses (${name.length + hashLength} characters)`,
        advice: "shorten the name of the result, and use lower-case letters, digits and underscores",
      },
    ];
  },
};
