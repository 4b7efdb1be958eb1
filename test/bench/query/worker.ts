import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

const flags = ["--conditions=millrace-source", "--import", "tsx"];

/** A process of its own that answers one order after another, so that what it does costs the measured one nothing. */
export class Worker<Order extends object, Answer> implements Disposable {
  readonly #child: ChildProcess;
  readonly #file: string;

  /** @param file in this folder */
  constructor(file: string) {
    this.#file = file;
    this.#child = fork(join(import.meta.dirname, file), { execArgv: flags });
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** @throws Error when the process ends instead */
  ask(order: Order): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`${this.#file} ended with code ${code}`));
      this.#child.once("exit", onExit);
      this.#child.once("message", (answer: Answer) => {
        this.#child.off("exit", onExit);
        resolve(answer);
      });
      this.#child.send(order);
    });
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
