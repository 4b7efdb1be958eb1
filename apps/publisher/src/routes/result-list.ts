import type { ItemResult } from "../intake/item-result.ts";
import { resultJson } from "./result-json.ts";

/** So many problems are told in one answer; beyond it one of each item. */
const maxProblems = 1_000;

/** How often each result came. */
export type ResultCounts = Readonly<Record<ItemResult["status"], number>>;

/** The results of a request as they come, in the order of its items: what is kept of them is their JSON. */
export class ResultList {
  readonly counts: Record<ItemResult["status"], number> = {
    accepted: 0,
    duplicate: 0,
    valid: 0,
    invalid: 0,
    rejected: 0,
    retry: 0,
  };
  readonly #isSingle: boolean;
  #json = "";
  #count = 0;
  #problems = 0;
  /** The reason of the first item that is to be sent again, and of the first that is refused. */
  retryReason: string | undefined;
  rejectedReason: string | undefined;

  constructor({ isSingle }: { readonly isSingle: boolean }) {
    this.#isSingle = isSingle;
  }

  /** How many results there are. */
  get count(): number {
    return this.#count;
  }

  /** How many problems all invalid items have. */
  get problems(): number {
    return this.#problems;
  }

  /** The results with commas between. */
  get json(): string {
    return this.#json;
  }

  add(results: readonly ItemResult[]): void {
    for (const result of results) {
      if (this.#count > 0) this.#json += ",";
      this.#json += resultJson(result, this.#isSingle ? undefined : this.#count, this.#toldOf(result));
      this.#note(result);
      this.#count += 1;
    }
  }

  /** `"accepted":2,"duplicate":0,…`, with the number of valid items where nothing is to be kept. */
  countsJson(isDryRun: boolean): string {
    const { accepted, duplicate, valid, invalid, rejected, retry } = this.counts;
    const first = isDryRun ? `"valid":${valid}` : `"accepted":${accepted}`;
    return `${first},"duplicate":${duplicate},"invalid":${invalid},"rejected":${rejected},"retry":${retry}`;
  }

  #toldOf(result: ItemResult): number {
    if (result.status !== "invalid") return 0;
    return Math.max(1, maxProblems - this.#problems);
  }

  #note(result: ItemResult): void {
    this.counts[result.status] += 1;
    if (result.status === "invalid") this.#problems += result.problems.length;
    else if (result.status === "retry") this.retryReason ??= result.reason;
    else if (result.status === "rejected") this.rejectedReason ??= result.reason;
  }
}
