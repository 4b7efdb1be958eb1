/** Every default of domain.yaml; the schema's descriptions name the same values. */
export const defaults = {
  topicPrefix: "${stage}.streaming.",
  partitions: 1,
  retentionMs: 7 * 86_400_000,
  compatibility: "BACKWARD",
  idleTimeoutMs: 10_000,
  /** Without it every row of the input would write one of the result. */
  updateIntervalMs: 1000,
  parallelism: 1,
  /** Zero keeps state for ever. */
  stateTtlMs: 0,
  /** Zero bundles nothing. */
  miniBatchMs: 0,
} as const;

/** How topics are made that a connector names for itself: dead letters and the archive's commit coordination. */
export const connectorTopic = { partitions: 1, retentionMs: 7 * 86_400_000 } as const;

/** What a topic is made with of which neither its own entry nor its domain says anything. */
export interface TopicDefaults {
  readonly partitions: number;
  readonly retentionMs: number;
}
