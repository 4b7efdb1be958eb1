import { describeFound, suggest } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import { endOfJourney, parseShare } from "../normalize/generator.ts";
import { withSuggestion } from "../problem.ts";
import { declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { GeneratorInput, GeneratorJourneyInput } from "../schema/generator-schema.ts";
import { generatorValueRules } from "./generator-value-rules.ts";
import type { Finding, Rule } from "./rule.ts";

interface NamedPlace {
  readonly name: string;
  readonly path: DataPath;
  readonly at?: "key" | "value";
}

/** What holds between the parts of `generator`, and between it and the domain's events. */
export const generatorRules: readonly Rule[] = [
  rule("Profiles name attributes of the domain's events.", (generator, domain) => {
    const types = declaredStreams(domain).flatMap((stream) => stream.types);
    const known = [...new Set(types.flatMap(({ attributes }) => Object.keys(attributes)))];
    return attributePlaces(generator).flatMap((place) => unknownName(place, known, "attribute"));
  }),
  rule("A mix and the steps of journeys name event types.", (generator, domain) => {
    const known = declaredStreams(domain).flatMap(({ types }) => types.map(({ name }) => name));
    return eventPlaces(generator).flatMap((place) => unknownName(place, known, "event"));
  }),
  rule("A journey starts at, and leads to, steps that it has.", (generator) =>
    journeysOf(generator).flatMap(({ path, journey: { start, steps } }) => {
      const known = Object.keys(steps).filter((step) => step !== endOfJourney);
      const nexts = Object.entries(steps).flatMap(([step, { next = {} }]) =>
        keysOf(next, [...path, "steps", step, "next"]),
      );
      return [
        ...unknownName({ name: start, path: [...path, "start"] }, known, "step"),
        ...nexts.flatMap((place) => unknownName(place, [...known, endOfJourney], "step")),
      ];
    }),
  ),
  rule("No step is named end, which ends a journey.", (generator) =>
    journeysOf(generator)
      .filter(({ journey: { steps } }) => Object.hasOwn(steps, endOfJourney))
      .map(({ path }) => ({
        path: [...path, "steps", endOfJourney],
        at: "key",
        found: "a step named end",
        expected: "another name, because end ends a journey",
      })),
  ),
  rule("Every journey can end.", (generator) =>
    journeysOf(generator).flatMap(({ path, journey }) =>
      endlessSteps(journey).map((step) => ({
        path: [...path, "steps", step],
        at: "key",
        found: "a step from which no way leads to the end",
        expected: "a next that leads there, such as { end: 0.1 }",
      })),
    ),
  ),
  rule("Something has a weight.", ({ mix, journeys = {} }) => {
    const weights = Object.values(journeys).map(({ weight = 1 }) => weight);
    const found = "only weights of 0";
    return [
      ...(mix !== undefined && Object.values(mix).every((weight) => weight === 0)
        ? [{ path: ["generator", "mix"], found, expected: "an event type with a weight above 0" }]
        : []),
      ...(weights.length > 0 && weights.every((weight) => weight === 0)
        ? [{ path: ["generator", "journeys"], found, expected: "a journey with a weight above 0" }]
        : []),
    ];
  }),
  rule("A profile has either a mix or journeys.", ({ mix, journeys = {} }) =>
    mix !== undefined && Object.keys(journeys).length > 0
      ? [
          {
            path: ["generator", "mix"],
            at: "key",
            found: "a mix beside journeys",
            expected: "one of the two, because journeys say which events come",
          },
        ]
      : [],
  ),
  rule("Every event has one imperfection at most.", ({ imperfections = {} }) => {
    const { late, duplicate, out_of_order, malformed } = imperfections;
    const shares = [late, duplicate, out_of_order, malformed].flatMap((text) => text ?? []);
    const sum = shares.reduce((total, text) => total + parseShare(text), 0);
    return sum <= 1
      ? []
      : [
          {
            path: ["generator", "imperfections"],
            found: `${Math.round(sum * 10_000) / 100}% late, duplicate, out_of_order and malformed in all`,
            expected: "at most 100%, because an event is one of them",
          },
        ];
  }),
  ...generatorValueRules,
];

function rule(
  sentence: string,
  check: (generator: GeneratorInput, domain: DomainInput) => readonly Finding[],
): Rule {
  return {
    sentence,
    check: (domain) => (domain.generator === undefined ? [] : check(domain.generator, domain)),
  };
}

function unknownName(
  { name, path, at }: NamedPlace,
  known: readonly string[],
  what: string,
): readonly Finding[] {
  if (known.includes(name)) return [];
  return [
    {
      path,
      ...(at === undefined ? {} : { at }),
      found: `the unknown ${what} ${describeFound(name)}`,
      expected: `one of ${known.join(", ")}`,
      ...withSuggestion(suggest(name, known)),
    },
  ];
}

function attributePlaces(generator: GeneratorInput): readonly NamedPlace[] {
  const { user, session, values = {} } = generator;
  const path = ["generator"];
  const keeps = journeysOf(generator).flatMap(({ path: journeyPath, journey }) =>
    Object.entries(journey.steps).flatMap(([step, { keep = [] }]) =>
      keep.map((name, index) => ({ name, path: [...journeyPath, "steps", step, "keep", index] })),
    ),
  );
  return [
    ...(user === undefined ? [] : [{ name: user, path: [...path, "user"] }]),
    ...(session === undefined ? [] : [{ name: session, path: [...path, "session"] }]),
    ...keysOf(values, [...path, "values"]),
    ...Object.entries(values).flatMap(([attribute, { by }]) =>
      by === undefined ? [] : [{ name: by, path: [...path, "values", attribute, "by"] }],
    ),
    ...keeps,
  ];
}

function eventPlaces(generator: GeneratorInput): readonly NamedPlace[] {
  const steps = journeysOf(generator).flatMap(({ path, journey }) =>
    Object.entries(journey.steps).map(([step, { event }]): NamedPlace => {
      const stepPath = [...path, "steps", step];
      return event === undefined
        ? { name: step, path: stepPath, at: "key" }
        : { name: event, path: [...stepPath, "event"] };
    }),
  );
  return [...keysOf(generator.mix ?? {}, ["generator", "mix"]), ...steps];
}

function journeysOf({ journeys = {} }: GeneratorInput) {
  return Object.entries(journeys).map(([name, journey]) => ({
    path: ["generator", "journeys", name],
    journey,
  }));
}

function keysOf(mapping: Readonly<Record<string, unknown>>, path: DataPath): readonly NamedPlace[] {
  return Object.keys(mapping).map((name) => ({ name, path: [...path, name], at: "key" }));
}

/** Steps from which no chain of likely steps leads to the end. */
function endlessSteps({ steps }: GeneratorJourneyInput): readonly string[] {
  const nextsOf = new Map(
    Object.entries(steps).map(([name, { next = {} }]) => {
      const likely = Object.entries(next).filter(([, weight]) => weight > 0);
      return [name, likely.length === 0 ? [endOfJourney] : likely.map(([to]) => to)];
    }),
  );
  const ending = new Set([endOfJourney]);
  for (let size = 0; size !== ending.size;) {
    size = ending.size;
    for (const [name, nexts] of nextsOf) if (nexts.some((to) => ending.has(to))) ending.add(name);
  }
  return [...nextsOf.keys()].filter((name) => !ending.has(name));
}
