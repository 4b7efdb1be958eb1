/**
 * The newest frames of a stream, once for all who follow it: each follower is a number, the next frame that it is sent. What
 * waits for slow followers is therefore held once, and in bounded memory.
 */
export class FrameLog {
  readonly #maxBytes: number;
  readonly #frames: Buffer[] = [];
  #first = 0;
  #bytes = 0;

  /** @param maxBytes what is kept at most, the newest frame left out of the count */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The number that the next frame gets. */
  get end(): number {
    return this.#first + this.#frames.length;
  }

  /** The number of the oldest frame that is kept. */
  get first(): number {
    return this.#first;
  }

  append(frame: Buffer): void {
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  at(number: number): Buffer | undefined {
    return this.#frames[number - this.#first];
  }

  /** Forgets the oldest frames beyond the bound; whoever needs one of them still is too slow. */
  trim(): void {
    const newest = this.#frames.at(-1)?.length ?? 0;
    while (this.#bytes - newest > this.#maxBytes) {
      this.#bytes -= this.#frames.shift()?.length ?? 0;
      this.#first += 1;
    }
  }
}
