import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { LogSink } from "@millrace/common";
import { z } from "zod";
import type { SubjectSchema } from "../catalog/event-catalog.ts";
import type { SubjectIds } from "../intake/recorder.ts";

/** Where the ids are kept, and of which registry they are. */
export interface SchemaIdsOptions {
  /** Path of the file; made where there is none. */
  readonly file: string;
  readonly registryUrl: string;
  readonly log: LogSink;
}

const format = z.object({
  registry: z.string(),
  subjects: z.record(z.string(), z.object({ fingerprint: z.string(), id: z.number().int() })),
});

type Remembered = z.output<typeof format>["subjects"];

/** The ids that a registry has given to schemas, remembered so that events can be encoded while it is away. */
export class SchemaIds {
  readonly #options: SchemaIdsOptions;
  #subjects: Remembered;

  private constructor(options: SchemaIdsOptions, subjects: Remembered) {
    this.#options = options;
    this.#subjects = subjects;
  }

  /** What an earlier run has remembered; nothing where the file cannot be read, or is of another registry. */
  static async open(options: SchemaIdsOptions): Promise<SchemaIds> {
    const text = await readFile(options.file, "utf8").catch(() => "null");
    const found = format.safeParse(parseJson(text));
    const isOurs = found.success && found.data.registry === options.registryUrl;
    return new SchemaIds(options, isOurs ? found.data.subjects : {});
  }

  /** The id of each subject; undefined unless all are known for these very schemas. */
  find(schemas: readonly SubjectSchema[]): SubjectIds | undefined {
    const ids = new Map<string, number>();
    for (const { subject, schema } of schemas) {
      const known = Object.hasOwn(this.#subjects, subject) ? this.#subjects[subject] : undefined;
      if (known === undefined || known.fingerprint !== fingerprintOf(schema)) return undefined;
      ids.set(subject, known.id);
    }
    return ids;
  }

  /** Remembers ids for the next start. What cannot be written is logged: the next start then asks the registry. */
  async remember(schemas: readonly SubjectSchema[], ids: SubjectIds): Promise<void> {
    const entries = schemas.flatMap(({ subject, schema }) => {
      const id = ids.get(subject);
      return id === undefined ? [] : [[subject, { fingerprint: fingerprintOf(schema), id }] as const];
    });
    const subjects: Remembered = { ...this.#subjects, ...Object.fromEntries(entries) };
    if (JSON.stringify(subjects) === JSON.stringify(this.#subjects)) return;
    this.#subjects = subjects;
    const { file, registryUrl, log } = this.#options;
    try {
      await replace(file, JSON.stringify({ registry: registryUrl, subjects }));
    } catch (error) {
      log.warn({ err: error, file }, "the ids of schemas cannot be remembered for the next start");
    }
  }
}

function fingerprintOf(schema: unknown): string {
  return createHash("sha256").update(JSON.stringify(schema)).digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes a file anew, so that a crash leaves the old one or the new one. */
async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const written = await open(`${path}.new`, "w", 0o600);
  try {
    await written.writeFile(text);
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(`${path}.new`, path);
}
