import { type ConnectionOptions, HttpClient } from "../http/http-client.ts";
import type { JobManager } from "../jobs/job-manager.ts";
import type { CallOptions } from "../sql/statement.ts";
import { isNotReady, type Look, type WaitOptions, waitUntil } from "../wait.ts";
import {
  GatewayApi,
  type GatewayInfo,
  type GatewayVersion,
  negotiateVersion,
  readInfo,
} from "./gateway-api.ts";
import { GatewaySession, type HeartbeatOptions } from "./session.ts";

/** How to reach a SQL Gateway. */
export interface SqlGatewayOptions extends ConnectionOptions {
  /** The protocol version; default: the newest that both sides speak, asked for once. */
  readonly version?: GatewayVersion;
  /**
   * The cluster's JobManager. Flink 2.2.0 loses a TaskManager when a query is ended while it starts; with the JobManager's word
   * such an end waits only as long as it must, without it three seconds.
   */
  readonly jobManager?: JobManager;
}

/** How a session is opened. */
export interface OpenSessionOptions extends CallOptions {
  /** Shown in the gateway's log. */
  readonly name?: string;
  /** Settings of Flink and of the session, for example `{ "execution.runtime-mode": "streaming" }`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Default: every minute. `false` leaves it to the caller. */
  readonly heartbeat?: HeartbeatOptions | false;
}

/** A SQL Gateway of open-source Flink, by its REST address. */
export class SqlGateway {
  readonly url: string;
  readonly #http: HttpClient;
  readonly #jobManager: JobManager | undefined;
  #version: GatewayVersion | undefined;

  constructor(options: SqlGatewayOptions) {
    this.#http = new HttpClient("SQL Gateway", options);
    this.url = this.#http.url;
    this.#version = options.version;
    this.#jobManager = options.jobManager;
  }

  /** What runs there. */
  info(options: CallOptions = {}): Promise<GatewayInfo> {
    return readInfo(this.#http, options);
  }

  /** The protocol version in use. @throws FlinkUnsupportedVersionError when there is none that both sides speak */
  async version(options: CallOptions = {}): Promise<GatewayVersion> {
    this.#version ??= await negotiateVersion(this.#http, options);
    return this.#version;
  }

  /** Waits until the gateway answers. @throws FlinkTimeoutError with what was seen last */
  ready(options: WaitOptions = {}): Promise<GatewayInfo> {
    const what = `the SQL Gateway at ${this.url} to be ready`;
    return waitUntil(this.#http.clock, what, () => this.#lookReady(options.signal), options);
  }

  /** Opens a session. It runs in UTC unless `table.local-time-zone` is set, by the caller or for the gateway. */
  async openSession(options: OpenSessionOptions = {}): Promise<GatewaySession> {
    const api = new GatewayApi(this.#http, await this.version(options));
    const body = {
      ...(options.name === undefined ? {} : { sessionName: options.name }),
      ...(options.properties === undefined ? {} : { properties: options.properties }),
    };
    const { sessionHandle } = await api.openSession(body, options);
    const session = new GatewaySession(api, sessionHandle, this.#jobManager);
    try {
      await session.ensureTimeZone(options.signal);
    } catch (error) {
      await session.close().catch(() => undefined);
      throw error;
    }
    if (options.heartbeat !== false) session.startHeartbeat(options.heartbeat);
    return session;
  }

  async #lookReady(signal: AbortSignal | undefined): Promise<Look<GatewayInfo>> {
    try {
      return { done: await this.info({ signal }) };
    } catch (error) {
      if (isNotReady(error)) return { waitingFor: error.message };
      throw error;
    }
  }
}
