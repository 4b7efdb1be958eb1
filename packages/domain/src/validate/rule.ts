import type { DataPath } from "../load/yaml-position.ts";
import type { DomainInput } from "../schema/domain-schema.ts";

/** A broken rule, and where in domain.yaml. */
export interface Finding {
  readonly path: DataPath;
  /** Whether the key or the value is at fault. Default: the value. */
  readonly at?: "key" | "value";
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
  readonly hint?: string;
}

/** Something that holds for every domain beyond the shape of its file. */
export interface Rule {
  readonly sentence: string;
  readonly check: (domain: DomainInput) => readonly Finding[];
}
