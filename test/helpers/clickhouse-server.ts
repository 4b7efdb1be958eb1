import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Secret } from "@millrace/common";
import { type ClickHouseAccess, type ClickHousePlace, freePorts, withClickHouse } from "@millrace/engines";
import { onTestFinished } from "vitest";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { pythonWith } from "./python-environment.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What answers while a server does not run. */
export interface StandIn extends AsyncDisposable {
  /** Resolves with the first request. */
  readonly asked: Promise<void>;
  end(): Promise<void>;
}

const folder = join(import.meta.dirname, "..", "clickhouse");
const user = "writer";

/**
 * ClickHouse's engine in a process of the test's own, behind its HTTP interface; it is ended and wiped when the test has
 * ended. Its data outlive a {@link kill}.
 */
export class ClickHouseServer {
  readonly #port: number;
  readonly #password: string;
  readonly #data = temporaryFolder();
  #process: ChildProcess | undefined;

  private constructor(port: number, password: string) {
    this.#port = port;
    this.#password = password;
  }

  /** @param password its user's, which may be empty */
  static async start(password = "a 'secret'"): Promise<ClickHouseServer> {
    const [port] = await freePorts(1);
    const server = new ClickHouseServer(port as number, password);
    onTestFinished(() => server.kill());
    await server.startAgain();
    return server;
  }

  get place(): ClickHousePlace {
    return { url: `http://127.0.0.1:${this.#port}`, user, password: this.#password, database: "default" };
  }

  get access(): ClickHouseAccess {
    return { ...this.place, password: new Secret(this.#password) };
  }

  /** Starts it over the data that are there. */
  async startAgain(): Promise<void> {
    const { home } = readCliConfig();
    const python = pythonWith({ home, requirements: join(folder, "requirements.txt") });
    const args = [join(folder, "server.py"), String(this.#port), this.#data, user, this.#password];
    const child = spawn(python, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#process = child;
    const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`it ended with ${code}`)));
    await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
    ended.catch(() => undefined);
  }

  /** Ends it with SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  /** Answers every request in place of the engine, which was ended before. */
  async answerInstead(status: number, text: string): Promise<StandIn> {
    let tellAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      tellAsked = resolve;
    });
    const standIn = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { Connection: "close" }).end(text);
      tellAsked();
    });
    standIn.listen(this.#port, "127.0.0.1");
    await once(standIn, "listening");
    const end = async () => {
      if (!standIn.listening) return;
      standIn.close();
      standIn.closeAllConnections();
      await once(standIn, "close");
    };
    return { asked, end, [Symbol.asyncDispose]: end };
  }

  async command(query: string): Promise<void> {
    await withClickHouse(this.access, (client) => client.command({ query }));
  }

  /** The rows of a query, numbers of 64 bits as texts. */
  async rows(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await withClickHouse(this.access, async (client) => {
      const settings = {
        output_format_json_quote_64bit_integers: 1,
        output_format_json_quote_decimals: 1,
      } as const;
      const answer = await client.query({ query, format: "JSONEachRow", clickhouse_settings: settings });
      return await answer.json<Record<string, unknown>>();
    });
  }
}
