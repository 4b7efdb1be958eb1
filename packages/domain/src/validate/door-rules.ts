import { describeFound } from "@millrace/common";
import { declaredStreams, type DeclaredType } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { Rule } from "./rule.ts";

/** What `/api/events/<domain>/batch` stands for: several events that say their types. */
const reserved = "batch";

/** What holds for events because of the paths at which they are posted. */
export const doorRules: readonly Rule[] = [
  {
    sentence: "No type of event has a name that means something in paths.",
    check: (domain) =>
      typesOf(domain)
        .filter(({ name }) => name === reserved)
        .map(({ path }) => ({
          path,
          at: "key",
          found: `an event type named ${reserved}`,
          expected: `another name: /api/events/${domain.domain}/${reserved} takes several events of any type`,
        })),
  },
  {
    sentence: "Every type of event has a name of its own, wherever it is declared.",
    check: (domain) => {
      const types = typesOf(domain);
      return types
        .filter(({ name }, at) => types.findIndex((other) => other.name === name) < at)
        .map(({ name, path }) => ({
          path,
          at: "key",
          found: `a second event type ${describeFound(name)}`,
          expected: "a name that no other event type of the domain has",
        }));
    },
  },
];

function typesOf(domain: DomainInput): readonly DeclaredType[] {
  return declaredStreams(domain).flatMap(({ types }) => types);
}
