import type { Field, LogicalType } from "./logical-type.ts";

const MAX_LENGTH = 2147483647;
const TOKEN = /\s*(`(?:[^`]|``)*`|'(?:[^']|'')*'|[A-Za-z_][\w$]*|\d+|[<>(),])/y;

/**
 * Reads a type as SQL writes it: `BIGINT NOT NULL`, `ROW<id INT, tags ARRAY<STRING>>`.
 * @throws SyntaxError naming the place
 */
export function parseType(sql: string): LogicalType {
  const reader = new TypeReader(sql);
  const type = reader.type();
  reader.end();
  return type;
}

class TypeReader {
  readonly #sql: string;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = tokensOf(sql);
  }

  type(): LogicalType {
    const bare = this.#bare(this.#take().toUpperCase());
    const nullable = !this.#accept("NOT");
    if (!nullable) this.#expect("NULL");
    else this.#accept("NULL");
    return { ...bare, nullable };
  }

  end(): void {
    if (this.#next < this.#tokens.length) this.#fail(`nothing before ${this.#tokens[this.#next]}`);
  }

  #bare(word: string): LogicalType {
    const nullable = true;
    switch (word) {
      case "BOOLEAN":
      case "TINYINT":
      case "SMALLINT":
      case "BIGINT":
      case "FLOAT":
      case "DATE":
      case "VARIANT":
        return { kind: word, nullable };
      case "INT":
      case "INTEGER":
        return { kind: "INTEGER", nullable };
      case "DOUBLE":
        this.#accept("PRECISION");
        return { kind: "DOUBLE", nullable };
      case "STRING":
        return { kind: "VARCHAR", nullable, length: MAX_LENGTH };
      case "BYTES":
        return { kind: "VARBINARY", nullable, length: MAX_LENGTH };
      case "CHAR":
      case "VARCHAR":
      case "BINARY":
      case "VARBINARY":
        return { kind: word, nullable, length: this.#numbers()[0] ?? 1 };
      case "DECIMAL":
      case "NUMERIC": {
        const [precision = 10, scale = 0] = this.#numbers();
        return { kind: "DECIMAL", nullable, precision, scale };
      }
      case "TIME":
        return { kind: "TIME", nullable, precision: this.#numbers()[0] ?? 0 };
      case "TIMESTAMP":
      case "TIMESTAMP_LTZ":
        return { kind: word, nullable, precision: this.#numbers()[0] ?? 6 };
      case "INTERVAL":
        return { kind: this.#interval(), nullable };
      default:
        return this.#nested(word);
    }
  }

  #nested(word: string): LogicalType {
    const nullable = true;
    switch (word) {
      case "ARRAY":
      case "MULTISET": {
        const [element] = this.#between(() => this.type());
        return element ? { kind: word, nullable, element } : this.#fail("an element type");
      }
      case "MAP": {
        const [key, value] = this.#between(() => this.type());
        return key && value
          ? { kind: "MAP", nullable, key, value }
          : this.#fail("a key type and a value type");
      }
      case "RAW":
        while (this.#accept("(") || this.#accept(",")) this.#take();
        this.#accept(")");
        return { kind: "OPAQUE", nullable, name: "RAW" };
      case "ROW":
        return { kind: "ROW", nullable, fields: this.#between(() => this.#field()) };
      default:
        return this.#fail(`a type instead of ${word}`);
    }
  }

  #field(): Field {
    const name = this.#take();
    return { name: name.startsWith("`") ? name.slice(1, -1).replaceAll("``", "`") : name, type: this.type() };
  }

  #interval(): "INTERVAL_YEAR_MONTH" | "INTERVAL_DAY_TIME" {
    const first = this.#take().toUpperCase();
    this.#numbers();
    if (this.#accept("TO")) {
      this.#take();
      this.#numbers();
    }
    return first === "YEAR" || first === "MONTH" ? "INTERVAL_YEAR_MONTH" : "INTERVAL_DAY_TIME";
  }

  #between<T>(item: () => T): readonly T[] {
    this.#expect("<");
    const items = [item()];
    while (this.#accept(",")) items.push(item());
    this.#expect(">");
    return items;
  }

  #numbers(): readonly number[] {
    if (!this.#accept("(")) return [];
    const numbers = [Number(this.#take())];
    while (this.#accept(",")) numbers.push(Number(this.#take()));
    this.#expect(")");
    return numbers;
  }

  #take(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) this.#fail("more");
    this.#next += 1;
    return token;
  }

  #accept(word: string): boolean {
    const found = this.#tokens[this.#next]?.toUpperCase() === word;
    if (found) this.#next += 1;
    return found;
  }

  #expect(word: string): void {
    if (!this.#accept(word)) this.#fail(word);
  }

  #fail(expected: string): never {
    const found = this.#tokens[this.#next] ?? "the end";
    throw new SyntaxError(`Cannot read the type ${this.#sql}: expected ${expected}, found ${found}.`);
  }
}

function tokensOf(sql: string): readonly string[] {
  const tokens: string[] = [];
  const end = sql.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(sql)?.[1];
    if (token === undefined)
      throw new SyntaxError(`Cannot read the type ${sql}: nothing fits at character ${at + 1}.`);
    tokens.push(token);
  }
  return tokens;
}
