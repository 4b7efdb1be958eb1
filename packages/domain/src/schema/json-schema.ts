import { z } from "zod";
import { domainSchema } from "./domain-schema.ts";

/**
 * The JSON Schema (draft 7, which editors' YAML servers know best) of domain.yaml, as the text of
 * `sql/domain.schema.json`. Rules between the parts of a file are checked by compiling alone.
 */
export function domainJsonSchema(): string {
  const schema = z.toJSONSchema(domainSchema, {
    target: "draft-7",
    io: "input",
    cycles: "ref",
    reused: "inline",
  });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
