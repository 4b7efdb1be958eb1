import {
  RegistryAnswerError,
  RegistryRefusedError,
  SchemaIncompatibleError,
  SchemaNotFoundError,
} from "./registry-errors.ts";
import {
  type RegistryAnswer,
  RegistryHttp,
  type RegistryOptions,
  type RegistryRequest,
} from "./registry-http.ts";

/** Compatibility levels of the Confluent API. */
export type Compatibility =
  "NONE" | "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FORWARD_TRANSITIVE" | "FULL" | "FULL_TRANSITIVE";

/** One version of a subject. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  /** The Avro schema as JSON data. */
  readonly schema: unknown;
}

/** Options of every call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Finds the schema that stands behind an id in a record's frame. */
export interface SchemaSource {
  schemaById(id: number, options?: CallOptions): Promise<unknown>;
}

/**
 * Client of a schema registry's Confluent API (Confluent's own, Apicurio's `ccompat/v7`). Schemas are Avro, as JSON data.
 * Every call throws RegistryUnreachableError or RegistryAnswerError when the registry is not there or not one, and
 * RegistryRefusedError when it refuses.
 */
export class RegistryClient implements SchemaSource {
  readonly #http: RegistryHttp;
  readonly #byId = new Map<number, Promise<unknown>>();

  constructor(options: RegistryOptions) {
    this.#http = new RegistryHttp(options);
  }

  /**
   * Registers a schema and returns its id; the same schema again returns the same id.
   * @throws SchemaIncompatibleError
   */
  async register(subject: string, schema: unknown, options: CallOptions = {}): Promise<number> {
    const answer = await this.#http.send({
      method: "POST",
      path: `${subjectPath(subject)}/versions`,
      body: schemaBody(schema),
      ...options,
    });
    if (!answer.ok && answer.status === 409) throw new SchemaIncompatibleError(subject, [answer.message]);
    return numberField(this.#unwrap(answer, `subject ${subject}`), "id");
  }

  /**
   * The schema with this id. Schemas never change, so each is asked for once.
   * @throws SchemaNotFoundError
   */
  async schemaById(id: number, options: CallOptions = {}): Promise<unknown> {
    let schema = this.#byId.get(id);
    if (schema === undefined) {
      schema = this.#get(`/schemas/ids/${id}`, `schema id ${id}`, options).then(parseSchema);
      this.#byId.set(id, schema);
      schema.catch(() => this.#byId.delete(id));
    }
    return schema;
  }

  /**
   * The newest version of a subject.
   * @throws SchemaNotFoundError
   */
  async latest(subject: string, options: CallOptions = {}): Promise<RegisteredSchema> {
    const json = await this.#get(`${subjectPath(subject)}/versions/latest`, `subject ${subject}`, options);
    return registered(subject, json, parseSchema(json));
  }

  /**
   * One version of a subject.
   * @throws SchemaNotFoundError
   */
  async version(subject: string, version: number, options: CallOptions = {}): Promise<RegisteredSchema> {
    const wanted = `version ${version} of subject ${subject}`;
    const json = await this.#get(`${subjectPath(subject)}/versions/${version}`, wanted, options);
    return registered(subject, json, parseSchema(json));
  }

  /** The version under which this very schema is registered, or undefined. */
  async find(
    subject: string,
    schema: unknown,
    options: CallOptions = {},
  ): Promise<RegisteredSchema | undefined> {
    const answer = await this.#http.send({
      method: "POST",
      path: subjectPath(subject),
      body: schemaBody(schema),
      ...options,
    });
    if (!answer.ok && answer.status === 404) return undefined;
    return registered(subject, this.#unwrap(answer, `subject ${subject}`), schema);
  }

  /** Names of all subjects, sorted. */
  async subjects(options: CallOptions = {}): Promise<readonly string[]> {
    return arrayOf(await this.#get("/subjects", "list of subjects", options), String).sort();
  }

  /** Versions of a subject, ascending; empty when there is no such subject. */
  async versions(subject: string, options: CallOptions = {}): Promise<readonly number[]> {
    const answer = await this.#http.send({
      method: "GET",
      path: `${subjectPath(subject)}/versions`,
      ...options,
    });
    if (!answer.ok && answer.status === 404) return [];
    return arrayOf(this.#unwrap(answer, `subject ${subject}`), Number).sort((a, b) => a - b);
  }

  /** Why the schema could not be registered now: empty when it could. Apicurio says only that it could not. */
  async incompatibilities(
    subject: string,
    schema: unknown,
    options: CallOptions = {},
  ): Promise<readonly string[]> {
    const path = `/compatibility${subjectPath(subject)}/versions/latest?verbose=true`;
    const answer = await this.#http.send({ method: "POST", path, body: schemaBody(schema), ...options });
    if (!answer.ok && answer.status === 404) return [];
    const json = this.#unwrap(answer, `subject ${subject}`);
    if (field(json, "is_compatible") === true) return [];
    const messages = field(json, "messages");
    return Array.isArray(messages) && messages.length > 0
      ? messages.map(String)
      : ["the registry calls it incompatible with the latest version and does not say why"];
  }

  /** The level of a subject, or the registry's own where the subject has none. */
  async compatibility(subject: string, options: CallOptions = {}): Promise<Compatibility> {
    const path = `/config/${encodeURIComponent(subject)}?defaultToGlobal=true`;
    return field(await this.#get(path, `subject ${subject}`, options), "compatibilityLevel") as Compatibility;
  }

  /** Sets the level of a subject, which need not exist yet. Apicurio's default is NONE. */
  async setCompatibility(subject: string, level: Compatibility, options: CallOptions = {}): Promise<void> {
    const path = `/config/${encodeURIComponent(subject)}`;
    const answer = await this.#http.send({ method: "PUT", path, body: { compatibility: level }, ...options });
    this.#unwrap(answer, `subject ${subject}`);
  }

  /** Deletes a subject with its versions. Returns whether there was one; schemas stay readable by their ids. */
  async deleteSubject(subject: string, options: CallOptions = {}): Promise<boolean> {
    const answer = await this.#http.send({ method: "DELETE", path: subjectPath(subject), ...options });
    if (!answer.ok && answer.status === 404) return false;
    this.#unwrap(answer, `subject ${subject}`);
    return true;
  }

  async #get(path: string, wanted: string, options: CallOptions): Promise<unknown> {
    const request: RegistryRequest = { method: "GET", path, ...options };
    return this.#unwrap(await this.#http.send(request), wanted);
  }

  #unwrap(answer: RegistryAnswer, wanted: string): unknown {
    if (answer.ok) return answer.json;
    if (answer.status === 404) throw new SchemaNotFoundError(wanted, answer.message);
    throw new RegistryRefusedError(wanted, answer);
  }
}

function subjectPath(subject: string): string {
  return `/subjects/${encodeURIComponent(subject)}`;
}

function schemaBody(schema: unknown): unknown {
  return { schema: JSON.stringify(schema), schemaType: "AVRO" };
}

function field(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function numberField(json: unknown, name: string): number {
  const value = field(json, name);
  if (typeof value === "number") return value;
  throw new RegistryAnswerError({
    url: `field ${name}`,
    status: 200,
    body: JSON.stringify(json),
    server: null,
  });
}

function parseSchema(json: unknown): unknown {
  const text = field(json, "schema");
  if (typeof text === "string") return JSON.parse(text);
  throw new RegistryAnswerError({
    url: "field schema",
    status: 200,
    body: JSON.stringify(json),
    server: null,
  });
}

function registered(subject: string, json: unknown, schema: unknown): RegisteredSchema {
  return { subject, version: numberField(json, "version"), id: numberField(json, "id"), schema };
}

function arrayOf<T>(json: unknown, convert: (value: unknown) => T): T[] {
  return Array.isArray(json) ? json.map(convert) : [];
}
