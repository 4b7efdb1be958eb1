import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  freePortTable,
  instanceLayout,
  postgres,
  postgresKeeperUrl,
  postgresReaderUrl,
  postgresUrl,
  type RunningStack,
  Stack,
} from "@millrace/engines";
import pg from "pg";

/** A Postgres alone, for the tests of one file; in use with `await using`, or disposed of after all of them. */
export class PostgresNode implements AsyncDisposable {
  readonly #running: RunningStack;
  readonly #folder: string;
  #databases = 0;

  private constructor(running: RunningStack, folder: string) {
    this.#running = running;
    this.#folder = folder;
  }

  /** Starts one on a free port. */
  static async start(): Promise<PostgresNode> {
    const folder = mkdtempSync(join(tmpdir(), "millrace-postgres-"));
    // Started by root, Postgres runs as a user who must get there.
    chmodSync(folder, 0o755);
    const running = await new Stack({
      engines: [postgres],
      layout: instanceLayout(folder),
      ports: await freePortTable([postgres]),
      artifactsDir: folder,
      java: "java",
    }).start();
    await running.allReady();
    return new PostgresNode(running, folder);
  }

  /** An empty database of its own. */
  async database(): Promise<PostgresDatabase> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    const client = new pg.Client({ connectionString: this.#url(postgresUrl) });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return {
      url: this.#url(postgresUrl, name),
      readerUrl: this.#url(postgresReaderUrl, name),
      keeperUrl: this.#url(postgresKeeperUrl, name),
      writerUrl: this.#url(postgresUrl, name).replace(
        "//millrace:millrace-local-secret@",
        "//millrace_writer:millrace-local-writer@",
      ),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #url(of: typeof postgresUrl, database?: string): string {
    const url = new URL(of((engine, port) => this.#running.address(engine, port)));
    if (database !== undefined) url.pathname = `/${database}`;
    return url.href;
  }
}

/** Where a database is reached, by who asks. */
export interface PostgresDatabase {
  /** As who may do everything. */
  readonly url: string;
  readonly writerUrl: string;
  readonly readerUrl: string;
  readonly keeperUrl: string;
}
