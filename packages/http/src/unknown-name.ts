/** Why there is nothing under a name that was asked for. */
export interface UnknownName {
  readonly detail: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** Says that a name is unknown. @param detail what there is, in whole sentences */
export function unknownName(detail: string, suggestion: string | undefined): UnknownName {
  return suggestion === undefined
    ? { detail }
    : { detail: `${detail} Did you mean ${suggestion}?`, suggestion };
}

/** A name as somebody sent it, for a message: quoted, and cut where it is long. */
export function quotedName(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
