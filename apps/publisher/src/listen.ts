import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { MillraceError } from "@millrace/common";

/** Another program listens on the port already. */
export class PortTakenError extends MillraceError {
  readonly code = "PORT_TAKEN";
  readonly port: number;

  constructor(host: string, port: number, cause: unknown) {
    super(`port ${port} of ${host} is taken by another program; stop that or set PORT to a free one`, {
      cause,
    });
    this.port = port;
  }
}

/** A slow client does not hold a connection longer than this. */
const requestTimeout = 30_000;
const headersTimeout = 10_000;

/**
 * Serves requests; resolves once the port is open.
 * @throws PortTakenError
 */
export async function listen(
  handler: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer({ requestTimeout, headersTimeout }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new PortTakenError(host, port, error) : error),
    );
    server.listen(port, host, resolve);
  });
  return server;
}
