import type { PipelineSources } from "../../../../apps/metrics/src/pipeline/pipeline-sources.ts";
import { stillPipeline } from "./still-pipeline.ts";

/** A Kafka that answers until it is frozen, and never again then. */
export class FrozenKafka {
  readonly #still = stillPipeline();
  isFrozen = false;
  asked = 0;

  /** 11 events of which all are processed, and 4 dead letters. */
  constructor() {
    Object.assign(this.#still, { ends: 11, done: 11, deadLetters: 4 });
  }

  get sources(): Partial<PipelineSources> {
    const { sources } = this.#still;
    return {
      topics: () => this.#answer(() => sources.topics()),
      ends: (topics) => this.#answer(() => sources.ends(topics)),
      firsts: (topics) => this.#answer(() => sources.firsts(topics)),
      committed: (group, topic) => this.#answer(() => sources.committed(group, topic)),
      records: (topic, offsets) => this.#answer(() => sources.records(topic, offsets)),
    };
  }

  async #answer<T>(act: () => Promise<T>): Promise<T> {
    this.asked += 1;
    return this.isFrozen ? await new Promise<T>(() => undefined) : await act();
  }
}
