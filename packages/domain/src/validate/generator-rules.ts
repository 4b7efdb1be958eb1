import { describeFound } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import { endOfJourney, parseShare } from "../normalize/generator.ts";
import { withSuggestion } from "../problem.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { suggest } from "../suggest.ts";
import type { GeneratorInput, GeneratorValueInput } from "../schema/generator-schema.ts";
import type { Finding } from "./rule.ts";

/** Attributes of each event type by name, those of its stream included. */
export type AttributesByEvent = Readonly<Record<string, Readonly<Record<string, AttributeInput>>>>;

/** Something that holds between the parts of `generator` and the domain's events. */
export interface GeneratorRule {
  readonly sentence: string;
  readonly check: (generator: GeneratorInput, events: AttributesByEvent) => readonly Finding[];
}

const numberTypes = new Set(["int", "long", "double", "decimal", "money"]);
const keyTypes = new Set(["string", "int", "long"]);
const scalarTypes = new Set([...numberTypes, "string", "boolean", "enum"]);

/** What holds for every profile. */
export const generatorRules: readonly GeneratorRule[] = [
  {
    sentence: "Values, user, session, by and keep name attributes of the domain's events.",
    check: (generator, events) => {
      const known = [...new Set(Object.values(events).flatMap((attributes) => Object.keys(attributes)))];
      return attributeNames(generator).flatMap((each) => unknownName(each, known, "attribute"));
    },
  },
  {
    sentence: "A mix and the steps of journeys name event types.",
    check: (generator, events) =>
      eventNames(generator).flatMap((each) => unknownName(each, Object.keys(events), "event")),
  },
  {
    sentence: "A journey starts at, and leads to, steps that it has.",
    check: ({ journeys = {} }) =>
      Object.entries(journeys).flatMap(([name, { start, steps }]) => {
        const path = ["generator", "journeys", name];
        const nexts = Object.entries(steps).flatMap(([step, { next = {} }]) =>
          Object.keys(next).map((to) => ({
            name: to,
            path: [...path, "steps", step, "next", to],
            at: "key" as const,
          })),
        );
        return [
          ...unknownName({ name: start, path: [...path, "start"] }, Object.keys(steps), "step"),
          ...nexts.flatMap((each) => unknownName(each, [...Object.keys(steps), endOfJourney], "step")),
        ];
      }),
  },
  {
    sentence: "No step is named end, which ends a journey.",
    check: ({ journeys = {} }) =>
      Object.entries(journeys)
        .filter(([, { steps }]) => Object.hasOwn(steps, endOfJourney))
        .map(([name]) => ({
          path: ["generator", "journeys", name, "steps", endOfJourney],
          at: "key",
          found: "a step named end",
          expected: "another name, because end ends a journey",
        })),
  },
  {
    sentence: "Every journey can end.",
    check: ({ journeys = {} }) =>
      Object.entries(journeys).flatMap(([name, journey]) =>
        stepsWithoutEnd(journey.steps).map((step) => ({
          path: ["generator", "journeys", name, "steps", step],
          at: "key" as const,
          found: "a step from which no way leads to the end",
          expected: "a next that leads there, such as { end: 0.1 }",
        })),
      ),
  },
  {
    sentence: "Weights choose something.",
    check: ({ mix, journeys = {} }) => {
      const zero = (weights: readonly number[]) => weights.every((weight) => weight === 0);
      const found = { found: "only weights of 0", expected: "a weight above 0" };
      const nothing = { found: "nothing", expected: "at least one journey" };
      return [
        ...(mix !== undefined && zero(Object.values(mix)) ? [{ path: ["generator", "mix"], ...found }] : []),
        ...(zero(Object.values(journeys).map(({ weight = 1 }) => weight)) && Object.keys(journeys).length > 0
          ? [{ path: ["generator", "journeys"], ...found, expected: "a journey with a weight above 0" }]
          : []),
        ...(Object.keys(journeys).length === 0 && "journeys" in { journeys } && journeys === undefined
          ? [{ path: ["generator", "journeys"], ...nothing }]
          : []),
      ];
    },
  },
];
