import { MillraceError } from "@millrace/common";

/** A compiled plan is not what this version can read. */
export class CompiledPlanError extends MillraceError {
  readonly code = "COMPILED_PLAN";

  constructor(reason: string, options?: { readonly cause?: unknown }) {
    super(
      `Flink's compiled plan cannot be read: ${reason}. ` +
        "It comes from another version of Flink, or its file was changed by hand.",
      options,
    );
  }
}
