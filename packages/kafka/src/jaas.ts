import { ConnectionSettingError } from "./errors.ts";

/** What a client needs to log in to a broker. */
export interface SaslCredentials {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly password: string;
}

const loginModules = {
  "org.apache.kafka.common.security.plain.PlainLoginModule": "plain",
  "org.apache.kafka.common.security.scram.ScramLoginModule": "scram",
} as const;

const example = `<login module class> required username="<key>" password="<secret>";`;

/**
 * Reads a JAAS line as in `KAFKA_SASL_JAAS_CONFIG`:
 * `org.apache.kafka.common.security.plain.PlainLoginModule required username="k" password="s";`.
 * @param scram which SCRAM a ScramLoginModule stands for, as JAAS does not say; default `scram-sha-512`
 * @throws ConnectionSettingError naming the part that is wrong, never its value
 */
export function parseJaasConfig(
  line: string,
  scram: "scram-sha-256" | "scram-sha-512" = "scram-sha-512",
): SaslCredentials {
  const match = /^\s*(?<module>\S+)\s+(?<flag>\w+)\s+(?<options>.*?)\s*;\s*$/s.exec(line);
  if (match?.groups === undefined) {
    const fault = line.trimEnd().endsWith(";") ? "has too few parts" : "does not end in a semicolon";
    throw new ConnectionSettingError(`the JAAS line ${fault}, expected ${example}`);
  }
  const { module = "", flag = "", options = "" } = match.groups;
  if (flag !== "required") {
    throw new ConnectionSettingError(`the JAAS line says ${flag} after the login module, expected required`);
  }
  const kind = Object.entries(loginModules).find(([name]) => name === module)?.[1];
  if (kind === undefined) {
    const known = Object.keys(loginModules).join(" or ");
    throw new ConnectionSettingError(`the JAAS line names login module ${module}, expected ${known}`);
  }
  const { username, password } = parseOptions(options);
  return { mechanism: kind === "plain" ? "plain" : scram, username, password };
}

function parseOptions(text: string): { username: string; password: string } {
  const option = /([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"';]+))\s*/gy;
  const options = new Map<string, string>();
  let end = 0;
  for (const match of text.matchAll(option)) {
    const quoted = match[2] ?? match[3];
    options.set(match[1] ?? "", quoted === undefined ? (match[4] ?? "") : quoted.replaceAll(/\\(.)/g, "$1"));
    end = match.index + match[0].length;
  }
  if (end !== text.length) {
    throw new ConnectionSettingError(
      `option ${options.size + 1} of the JAAS line cannot be read, expected name="value" (quotes closed)`,
    );
  }
  return { username: required(options, "username"), password: required(options, "password") };
}

function required(options: ReadonlyMap<string, string>, name: string): string {
  const value = options.get(name);
  if (value !== undefined && value !== "") return value;
  const state = value === undefined ? "has no" : "has an empty";
  throw new ConnectionSettingError(`the JAAS line ${state} ${name}, expected ${example}`);
}
