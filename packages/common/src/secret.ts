import { inspect } from "node:util";

const shown = "[secret]";

/**
 * A value that must not be seen. Whatever prints it (a template, `String`, `JSON.stringify`, `console.log`, a debugger's
 * list of properties) shows `[secret]`; {@link reveal} alone gives the value, and is called where it is handed over.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value in clear. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
