import { z } from "zod";
import { isRate } from "../rate.ts";
import { durationField, namedMap, snakeName } from "./field.ts";

const weight = z.number({ error: "a number from 0" }).min(0, { error: "a number from 0" });

const share = z
  .string({ error: 'a share such as "1%" or "0.5%"' })
  .regex(/^(100(\.0+)?|\d{1,2}(\.\d+)?)\s?%$/, { error: 'a share from "0%" to "100%", such as "0.5%"' });

const rate = z
  .string({ error: 'a rate such as "5 per second"' })
  .refine(isRate, { error: 'a rate such as "5 per second", "300 per minute" or "2000 per hour"' });

const choice = z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" });

const value = z
  .strictObject({
    choices: z
      .union(
        [
          z.array(choice).min(1, { error: "at least one value" }),
          z.record(z.string(), weight).refine((choices) => Object.values(choices).some((each) => each > 0), {
            error: "values of which one has a weight above 0",
          }),
        ],
        { error: "a list of values, or values with weights such as { SW19: 5, M1: 2 }" },
      )
      .optional()
      .meta({ description: "The values to choose from, all alike or by weight." }),
    keys: z
      .int({ error: "a whole number above 0" })
      .min(1, { error: "a whole number above 0" })
      .max(100_000_000, { error: "a whole number of at most 100000000" })
      .optional()
      .meta({ description: "How many different values there are: numbers from 1, or texts made of them." }),
    skew: weight
      .max(10, { error: "a number of at most 10" })
      .optional()
      .meta({ description: "Zipf's exponent: how much more often small keys come. Default: 0, all alike." }),
    text: z
      .string({ error: 'a text that holds {key}, such as "product-{key}"' })
      .includes("{key}", { error: 'a text that holds {key}, such as "product-{key}"' })
      .optional()
      .meta({ description: "The text that is made of a key. Default: the attribute's example, numbered." }),
    between: z
      .tuple([z.number({ error: "a number" }), z.number({ error: "a number" })], {
        error: "a list of the least and the greatest value, such as [1, 200]",
      })
      .optional()
      .meta({ description: "The least and the greatest value, both inclusive." }),
    step: z
      .number({ error: "a number above 0" })
      .gt(0, { error: "a number above 0" })
      .optional()
      .meta({ description: "How far a user's value is from the same user's last one at most." }),
    per: z
      .enum(["event", "journey", "user"])
      .optional()
      .meta({ description: "For how long a value stays the same. Default: event." }),
    by: snakeName
      .optional()
      .meta({ description: "Another attribute: equal values of it have equal values here." }),
    missing: share
      .optional()
      .meta({ description: "How often an optional value is left out. Default: 10%, 0% with any other key." }),
  })
  .meta({ description: "What an attribute's values are like." });

const step = z
  .strictObject({
    event: snakeName.optional().meta({ description: "The event type. Default: the step's name." }),
    next: namedMap(snakeName, weight, "weights")
      .optional()
      .meta({ description: "The steps that may follow, by weight; `end` ends the journey. Default: end." }),
    think_time: durationField
      .optional()
      .meta({ description: "The mean time until the next step. Default: 10 seconds." }),
    keep: z
      .array(snakeName, { error: "a list of attributes" })
      .min(1, { error: "at least one attribute" })
      .optional()
      .meta({ description: "Attributes that have the value of the journey's event before." }),
  })
  .meta({ description: "A step of a journey: an event, and what may follow it." });

const journey = z
  .strictObject({
    weight: weight.optional().meta({ description: "How often, compared with the others. Default: 1." }),
    start: snakeName.meta({ description: "The first step." }),
    steps: namedMap(snakeName, step, "steps"),
  })
  .meta({ description: "What a user does: a Markov chain of steps." });

const imperfections = z
  .strictObject({
    late: share.optional(),
    late_by: durationField.optional().meta({ description: "How late, on average. Default: 2 minutes." }),
    duplicate: share.optional(),
    duplicate_after: durationField
      .optional()
      .meta({ description: "After how long an event comes again at most. Default: 10 seconds." }),
    out_of_order: share.optional(),
    out_of_order_by: durationField
      .optional()
      .meta({ description: "How far an event comes out of order at most. Default: 5 seconds." }),
    clock_drift: share.optional().meta({ description: "The share of users whose clock is wrong." }),
    clock_drift_by: durationField
      .optional()
      .meta({ description: "How far a clock is off at most, ahead or behind. Default: 5 minutes." }),
    malformed: share.optional().meta({ description: "Payloads that are not what the event type says." }),
  })
  .meta({ description: "What real streams are like; every share is 0% by default." });

/** `generator` of domain.yaml: what synthetic events are like. */
export const generatorSchema = z
  .strictObject({
    rate: rate.optional().meta({
      description: "The mean rate of all events of the domain. Default: 5 per second.",
      examples: ["5 per second", "300 per minute"],
    }),
    daily_shape: z
      .union(
        [
          z.enum(["flat", "office", "evening"]),
          z
            .array(weight)
            .length(24)
            .refine((hours) => hours.some((hour) => hour > 0)),
        ],
        { error: "flat, office, evening or a list of 24 weights, of which one is above 0" },
      )
      .optional()
      .meta({ description: "How the rate changes over the hours of a day, in UTC. Default: flat." }),
    user: snakeName
      .optional()
      .meta({ description: "The attribute that says who acts. Default: user_id, where there is one." }),
    session: snakeName.optional().meta({
      description: "The attribute that is the same all through a journey. Default: session_id.",
    }),
    values: namedMap(snakeName, value, "values")
      .optional()
      .meta({ description: "What values are like, by attribute, in every event type that has it." }),
    mix: namedMap(snakeName, weight, "weights").optional().meta({
      description: "How often each event type comes where there are no journeys. Default: all alike.",
    }),
    journeys: namedMap(snakeName, journey, "journeys").optional(),
    imperfections: imperfections.optional(),
  })
  .meta({ description: "What generated events are like." });

/** `generator` as a user writes it. */
export type GeneratorInput = z.output<typeof generatorSchema>;
export type GeneratorValueInput = NonNullable<GeneratorInput["values"]>[string];
export type GeneratorJourneyInput = NonNullable<GeneratorInput["journeys"]>[string];
