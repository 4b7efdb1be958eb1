import { LoadLimit } from "./load-limit.ts";

/** How much may be under way at once, over all requests. */
export interface AdmissionLimits {
  readonly maxInFlightBytes: number;
  readonly maxInFlightRequests: number;
}

/** What is under way, for metrics. */
export interface AdmissionFacts {
  readonly requests: number;
  readonly bytes: number;
  /** How many requests of usual size would be let in as things are; at most the limit of the settings. */
  readonly requestLimit: number;
  /** Requests that were not let in since the start. */
  readonly refused: number;
}

const never = (): boolean => false;

/** Beside its bytes a request takes about as much time as so many bytes of a batch do. */
const requestBytes = 4_096;
/** A large batch takes its time in portions of so many bytes, between which others have theirs. */
const portionBytes = 65_536;

/**
 * Lets requests in as long as there is room: by fixed bounds of memory, and by how much can be under way without making
 * everybody wait (see {@link LoadLimit}).
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #load: LoadLimit;
  #requests = 0;
  #bytes = 0;
  #refused = 0;

  /** @param load default: one that may grow up to the limits */
  constructor(limits: AdmissionLimits, load?: LoadLimit) {
    this.#limits = limits;
    const most = limits.maxInFlightRequests * requestBytes + limits.maxInFlightBytes;
    this.#load = load ?? new LoadLimit({ most });
  }

  get facts(): AdmissionFacts {
    const { maxInFlightRequests } = this.#limits;
    const requestLimit = Math.min(maxInFlightRequests, Math.floor(this.#load.limit / requestBytes));
    return { requests: this.#requests, bytes: this.#bytes, requestLimit, refused: this.#refused };
  }

  /**
   * Whether a request is let in; one that is has to {@link leave}.
   * @param bytes that it holds in memory at most
   * @param makeRoom is asked where there is none; whether it has made some
   */
  enter(bytes: number, makeRoom: () => boolean = never): boolean {
    if (!this.#tryEnter(bytes) && !(makeRoom() && this.#tryEnter(bytes))) {
      this.#refused += 1;
      return false;
    }
    this.#requests += 1;
    this.#bytes += bytes;
    return true;
  }

  #tryEnter(bytes: number): boolean {
    const { maxInFlightBytes, maxInFlightRequests } = this.#limits;
    const hasRoom =
      this.#requests < maxInFlightRequests &&
      // What is larger than all there is comes in alone.
      (this.#bytes + bytes <= maxInFlightBytes || this.#bytes === 0);
    return hasRoom && this.#load.enter(loadOf(bytes));
  }

  /**
   * A request that was let in waits for its client: it keeps its memory, and others have its turn until {@link resume}.
   * @param bytes that it entered with
   */
  pause(bytes: number): void {
    this.#requests -= 1;
    this.#load.leave(loadOf(bytes), undefined);
  }

  /** A request that was paused goes on, whether there is room or not: it was let in before. */
  resume(bytes: number): void {
    this.#requests += 1;
    this.#load.add(loadOf(bytes));
  }

  /** Whether a request that is let in may hold so many bytes more. */
  grow(bytes: number): boolean {
    if (this.#bytes + bytes > this.#limits.maxInFlightBytes) {
      this.#refused += 1;
      return false;
    }
    this.#bytes += bytes;
    return true;
  }

  /**
   * @param bytes that it entered with, and
   * @param grown how many more it came to hold
   * @param tookMs how long it was under way; undefined where that says nothing
   */
  leave(bytes: number, grown = 0, tookMs?: number): void {
    this.#requests -= 1;
    this.#bytes -= bytes + grown;
    this.#load.leave(loadOf(bytes), tookMs);
  }
}

function loadOf(bytes: number): number {
  return requestBytes + Math.min(bytes, portionBytes);
}
