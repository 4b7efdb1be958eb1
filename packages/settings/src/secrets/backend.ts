/** A place that holds secrets. */
export interface SecretBackend {
  /** As references name it: `vault`. */
  readonly name: string;
  /** The field that is meant where a reference names none; only where every secret has fields. */
  readonly defaultField?: string;
  /** Where it looks for a name, for messages: `variable DB_PASSWORD`. */
  placeOf(name: string): string;
  /**
   * A secret's text as it is now; undefined when there is none of this name.
   * @throws SecretBackendError, SecretFileExposedError, SecretClientMissingError, SecretBackendUnsetError
   */
  read(name: string): Promise<string | undefined>;
}

/** Makes a backend; nothing is opened or loaded before its first read. */
export type SecretBackendFactory = () => SecretBackend;
