import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { MillraceError, type Secret } from "@millrace/common";

/** How a ClickHouse is reached. */
export interface ClickHouseAccess {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
}

/** ClickHouse did not do what it was asked to, or could not be asked. */
export class ClickHouseFailedError extends MillraceError {
  readonly code = "CLICKHOUSE_FAILED";
  readonly url: string;

  constructor({ url, database, user }: ClickHouseAccess, cause: unknown) {
    super(
      `The tables in ClickHouse, database ${database} at ${url}, could not be read or made as the user ${user}: ${reasonOf(cause)}\n` +
        `CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD and CLICKHOUSE_DATABASE, or clickhouse: in config/platform.yaml, say where it is.`,
      { cause },
    );
    this.url = url;
  }
}

/**
 * Asks a ClickHouse, and ends the connection.
 * @throws ClickHouseFailedError
 */
export async function withClickHouse<Result>(
  access: ClickHouseAccess,
  ask: (client: ClickHouseClient) => Promise<Result>,
): Promise<Result> {
  const { url, database, user, password } = access;
  const client = createClient({
    url,
    database,
    username: user,
    password: password.reveal(),
    request_timeout: timeoutMs,
    // What fails is thrown; it would print it besides.
    log: { level: ClickHouseLogLevel.OFF },
  });
  try {
    return await ask(client);
  } catch (cause) {
    throw cause instanceof MillraceError ? cause : new ClickHouseFailedError(access, cause);
  } finally {
    await client.close();
  }
}

const timeoutMs = 30_000;

function reasonOf(cause: unknown): string {
  if (cause instanceof ClickHouseError) return `${cause.message.trim()} (code ${cause.code} ${cause.type})`;
  if (!(cause instanceof Error)) return String(cause);
  // A refused connection to several addresses has its reasons inside.
  const inner = cause instanceof AggregateError ? cause.errors.map(String).join(", ") : "";
  return [cause.message, inner].filter((text) => text !== "").join(" ");
}
