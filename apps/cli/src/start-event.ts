import type { ArtifactProgress, PlatformEvent } from "@millrace/engines";

/** What happens between the command and the running platform: also what a detached supervisor tells its starter. */
export type StartEvent =
  | PlatformEvent
  | { readonly type: "artifacts"; readonly progress: ArtifactProgress }
  | { readonly type: "results"; readonly text: string }
  /** Whether the dashboard shows the first results. */
  | { readonly type: "dashboard"; readonly hasRows: boolean }
  /** Partitions and retention of the store; tried again in a minute. */
  | { readonly type: "store-not-kept"; readonly reason: string }
  | { readonly type: "up" }
  | { readonly type: "failed"; readonly message: string };
