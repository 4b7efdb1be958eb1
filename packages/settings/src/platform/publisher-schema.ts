import { durationField } from "@millrace/domain";
import { z } from "zod";
import { addressField, listField, numberField, textField } from "./fields.ts";
import { idempotencyMaxEvents, publisherNumbers } from "./publisher-limits.ts";

type Numbers = { readonly [Key in keyof typeof publisherNumbers]: z.ZodOptional<z.ZodNullable<z.ZodInt>> };

const numbers = Object.fromEntries(
  Object.entries(publisherNumbers).map(([key, setting]) => [key, numberField(setting)]),
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
        max_events: numberField(idempotencyMaxEvents),
      })
      .nullish(),
    auth: z.enum(["open", "required"], { error: "open or required" }).nullish().meta({
      description:
        "Whether callers have to say who they are; also AUTH. Default: open in dev, else required.",
    }),
    api_keys_file: textField("the path of a file of API keys").nullish().meta({
      description: "The file of API keys, which millrace api-key writes; also API_KEYS_FILE.",
    }),
    jwt: z
      .strictObject({
        issuer: addressField("the address of an issuer of tokens, http or https").nullish(),
        audience: textField("the audience of tokens").nullish(),
        jwks_url: addressField("the address of the issuer's keys, http or https").nullish(),
        algorithms: listField("a list of algorithms such as [RS256]").nullish(),
        roles_claim: textField("the path of the claim that lists roles").nullish(),
      })
      .nullish()
      .meta({ description: "Whose tokens are believed; also JWT_ISSUER and so on." }),
    cors_origins: listField("a list of origins such as [https://shop.example]").nullish().meta({
      description: "Web pages of these origins may publish; also CORS_ORIGINS. Default: none.",
    }),
  })
  .meta({ description: "What the publisher takes, from whom, and how much." });
