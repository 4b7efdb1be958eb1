import type { Compatibility } from "../normalize/domain.ts";
import type { Position } from "../source-file.ts";

/** A schema that a subject has had. */
export interface EarlierSchema {
  /** For messages: `HEAD`, `version 3`. */
  readonly label: string;
  /** As JSON data. */
  readonly schema: unknown;
}

/** One change that a subject's compatibility does not allow. */
export interface EvolutionFinding {
  readonly subject: string;
  readonly domain: string;
  readonly compatibility: Compatibility;
  /** The earlier schemas that it is incompatible with, in their order: `HEAD`, `version 3`. */
  readonly against: readonly string[];
  /** The field: `address.city`, `tags[]`; empty for the record itself, and for the key. */
  readonly path: string;
  readonly change: ChangeKind;
  /** What changed, as a phrase: `added without a default`. */
  readonly what: string;
  /** Who reads wrongly or not at all. */
  readonly breaks: readonly string[];
  /** How the same is done without breaking them. */
  readonly instead: string;
  /** Where it stands in domain.yaml; absent where nothing there says it. */
  readonly place?: Position & { readonly file: string };
}

export type ChangeKind =
  | "added"
  | "removed"
  | "renamed"
  | "required"
  | "optional"
  | "type"
  | "enum-values-removed"
  | "enum-values-added"
  | "meaning"
  | "name"
  | "namespace"
  | "alias"
  | "key";

/** What became of one subject. */
export interface SubjectVerdict {
  readonly subject: string;
  readonly domain: string;
  readonly compatibility: Compatibility;
  /** `unchecked`: its compatibility is NONE. `new`: there is nothing to compare with. */
  readonly verdict: "new" | "unchanged" | "compatible" | "incompatible" | "unchecked";
  readonly against: readonly string[];
}

/** The outcome of a check. */
export interface Evolution {
  readonly subjects: readonly SubjectVerdict[];
  readonly findings: readonly EvolutionFinding[];
  /** What breaks nobody and should be known: a topic that is gone, a level that was lowered, a likely renaming, another mask. */
  readonly notes: readonly string[];
}
