import type { Problem } from "@millrace/http";
import type { Hub } from "./hub.ts";
import type { StreamSession } from "./stream-session.ts";

/** Limits of the clients that rows are sent to. */
export interface StreamLimits {
  readonly maxClients: number;
  readonly heartbeatMs: number;
}

/** All clients that rows are sent to. */
export class LiveStreams {
  readonly hub: Hub;
  readonly #limits: StreamLimits;
  readonly #sessions = new Set<StreamSession>();
  readonly #heartbeat: NodeJS.Timeout;
  #isClosed = false;
  /** Clients that were ended because they read too slowly, or were refused. */
  refused = 0;

  constructor(hub: Hub, limits: StreamLimits) {
    this.hub = hub;
    this.#limits = limits;
    const beat = () => {
      for (const channel of hub.channels) channel.keepAlive(limits.heartbeatMs);
    };
    this.#heartbeat = setInterval(beat, Math.max(50, limits.heartbeatMs / 3)).unref();
  }

  get heartbeatMs(): number {
    return this.#limits.heartbeatMs;
  }

  get clients(): number {
    return this.#sessions.size;
  }

  /** Why no further client is taken; undefined while they are. */
  get refusal(): Problem | undefined {
    const { maxClients } = this.#limits;
    if (this.#isClosed)
      return problem("SHUTTING_DOWN", "The metrics app is shutting down", "New streams are not taken.");
    if (this.#sessions.size < maxClients) return undefined;
    this.refused += 1;
    const detail = `${maxClients} clients are connected, which is as many as are taken (MAX_STREAM_CLIENTS).`;
    return problem("OVERLOADED", "Too many streams", detail);
  }

  /** Counts a client. @returns ends the counting */
  enter(session: StreamSession): () => void {
    this.#sessions.add(session);
    return () => void this.#sessions.delete(session);
  }

  /** Ends every stream and says why; no further one is taken. */
  close(reason = "the metrics app is shutting down"): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const session of this.#sessions) session.drop(reason);
    this.hub.close(reason);
  }
}

function problem(code: "SHUTTING_DOWN" | "OVERLOADED", title: string, detail: string): Problem {
  return { status: 503, code, title, detail, retryAfterSeconds: 5 };
}
