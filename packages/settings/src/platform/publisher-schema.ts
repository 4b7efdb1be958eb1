import { durationField } from "@millrace/domain";
import { z } from "zod";
import { idempotencyMaxEvents, publisherNumbers } from "./publisher-limits.ts";

type Numbers = { readonly [Key in keyof typeof publisherNumbers]: z.ZodOptional<z.ZodNullable<z.ZodInt>> };

const numbers = Object.fromEntries(
  Object.entries(publisherNumbers).map(([key, setting]) => [key, whole(setting)]),
) as Numbers;

/** What platform.yaml may say of the publisher. */
export const publisherSchema = z
  .strictObject({
    ...numbers,
    kafka_patience: durationField.nullish().meta({
      description: "How long Kafka is waited for before events go to the spool. Default: 3 seconds.",
    }),
    idempotency: z
      .strictObject({
        horizon: durationField.nullish().meta({
          description: "How long event ids and Idempotency-Keys are remembered. Default: 1 hour.",
        }),
        max_events: whole(idempotencyMaxEvents),
      })
      .nullish(),
    auth: z.enum(["open", "required"], { error: "open or required" }).nullish().meta({
      description:
        "Whether callers have to say who they are; also AUTH. Default: open in dev, else required.",
    }),
    api_keys_file: text("the path of a file of API keys").nullish().meta({
      description: "The file of API keys, which millrace api-key writes; also API_KEYS_FILE.",
    }),
    jwt: z
      .strictObject({
        issuer: address("the address of an issuer of tokens, http or https").nullish(),
        audience: text("the audience of tokens").nullish(),
        jwks_url: address("the address of the issuer's keys, http or https").nullish(),
        algorithms: list("a list of algorithms such as [RS256]").nullish(),
        roles_claim: text("the path of the claim that lists roles").nullish(),
      })
      .nullish()
      .meta({ description: "Whose tokens are believed; also JWT_ISSUER and so on." }),
    cors_origins: list("a list of origins such as [https://shop.example]").nullish().meta({
      description: "Web pages of these origins may publish; also CORS_ORIGINS. Default: none.",
    }),
  })
  .meta({ description: "What the publisher takes, from whom, and how much." });

function whole({
  variable,
  min,
  max,
  description,
}: {
  readonly variable: string;
  readonly min: number;
  readonly max: number;
  readonly description: string;
}) {
  const error = `a whole number from ${min} to ${max}`;
  return z
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .nullish()
    .meta({ description: `${description} Also ${variable}.` });
}

function text(error: string) {
  return z.string({ error }).min(1, { error });
}

function list(error: string) {
  return z.array(text(error), { error });
}

function address(error: string) {
  return z.url({ protocol: /^https?$/, error });
}
