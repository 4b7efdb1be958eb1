import { z } from "zod";
import { platformSchema } from "./platform-schema.ts";

/** The JSON Schema (draft 7) of platform.yaml and its overrides, as the text of `config/platform.schema.json`. */
export function platformJsonSchema(): string {
  const schema = z.toJSONSchema(platformSchema, { target: "draft-7", io: "input", reused: "inline" });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
