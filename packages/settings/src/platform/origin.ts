import type { Position } from "@millrace/domain";

/** Where a setting's value came from. */
export type Origin =
  | { readonly kind: "default" }
  | ({ readonly kind: "file"; readonly file: string } & Position)
  | { readonly kind: "environment"; readonly variable: string };

/** An origin for people: `config/platform.yaml:3:9`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "default":
      return "default";
    case "file":
      return `${origin.file}:${origin.line}:${origin.column}`;
    case "environment":
      return `environment variable ${origin.variable}`;
  }
}
