/** A topic as it should be. The topics of a plan have this shape. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept; left to the broker when absent. */
  readonly retentionMs?: number;
  /** Left to the broker (`delete`) when absent. */
  readonly cleanupPolicy?: "delete" | "compact";
  /** Default: the broker's `default.replication.factor`. */
  readonly replicationFactor?: number;
  /** Further topic settings by Kafka's names. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A topic as it is. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Every setting in force, defaults included. */
  readonly config: Readonly<Record<string, string>>;
}

/** One way in which a topic is not as it should be. */
export type TopicDifference =
  | { readonly kind: "missing"; readonly topic: string }
  | { readonly kind: "partitions"; readonly topic: string; readonly found: number; readonly expected: number }
  | {
      readonly kind: "config";
      readonly topic: string;
      readonly key: string;
      readonly found: string | undefined;
      readonly expected: string;
    };

/** The settings that a spec fixes, by Kafka's names. */
export function configOf(spec: TopicSpec): Readonly<Record<string, string>> {
  return {
    ...(spec.retentionMs === undefined ? {} : { "retention.ms": String(spec.retentionMs) }),
    ...(spec.cleanupPolicy === undefined ? {} : { "cleanup.policy": spec.cleanupPolicy }),
    ...spec.config,
  };
}

/** Compares topics with their specs; settings that a spec does not fix are not looked at. Sorted as the specs are. */
export function compareTopics(
  specs: readonly TopicSpec[],
  states: readonly TopicState[],
): readonly TopicDifference[] {
  const byName = new Map(states.map((state) => [state.name, state]));
  return specs.flatMap((spec) => compareTopic(spec, byName.get(spec.name)));
}

function compareTopic(spec: TopicSpec, state: TopicState | undefined): readonly TopicDifference[] {
  const topic = spec.name;
  if (state === undefined) return [{ kind: "missing", topic }];
  const partitions: TopicDifference[] =
    state.partitions === spec.partitions
      ? []
      : [{ kind: "partitions", topic, found: state.partitions, expected: spec.partitions }];
  const config = Object.entries(configOf(spec))
    .filter(([key, expected]) => state.config[key] !== expected)
    .map(([key, expected]) => ({ kind: "config" as const, topic, key, found: state.config[key], expected }));
  return [...partitions, ...config];
}
