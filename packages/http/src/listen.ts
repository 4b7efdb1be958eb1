import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { MillraceError } from "@millrace/common";
import { sendAnswer } from "./answer.ts";
import { maxHeaders } from "./request-head.ts";
import { maxHeaderBytes, rawProblem, type RawFault, requestTimeout } from "./raw-problem.ts";
import { type Problem, problemAnswer } from "./problem.ts";

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

/** How long clients may take, in milliseconds, and how many there may be. */
export interface ConnectionLimits {
  /** For a request's head. Default 10,000. */
  readonly headMs?: number;
  /** For a whole request, its body included. Default 120,000. */
  readonly requestMs?: number;
  /** Between two pieces of a body. Default 15,000. */
  readonly idleMs?: number;
  /** Between two requests of a connection: longer than load balancers keep theirs. Default 75,000. */
  readonly keepAliveMs?: number;
  /** How often the times of heads and whole requests are looked at. Default 1,000. */
  readonly checkMs?: number;
  /** Default 10,000. */
  readonly maxConnections?: number;
}

/** Where is listened. */
export interface ListenOptions extends ConnectionLimits {
  readonly host: string;
  readonly port: number;
  /**
   * Tells whoever reads a large body that its client is too slow.
   * @returns whether somebody reads it, and is going to answer. Default: nobody does
   */
  readonly tellTooSlow?: (request: IncomingMessage) => boolean;
}

type TellTooSlow = NonNullable<ListenOptions["tellTooSlow"]>;

/** The answer that a connection waits for. */
const current: unique symbol = Symbol("the response that a connection waits for");
type Connection = Socket & { [current]?: ServerResponse & { readonly req: IncomingMessage } };

/**
 * Serves requests; resolves once the port is open. Slow clients and those that send no HTTP are answered a problem.
 * @throws PortTakenError
 */
export async function listen(handler: RequestListener, options: ListenOptions): Promise<Server> {
  const { host, port } = options;
  const server = serverOf(handler, options);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new PortTakenError(host, port, error) : error),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

function serverOf(handler: RequestListener, options: Omit<ListenOptions, "host" | "port">): Server {
  const { headMs = 10_000, requestMs = 120_000, idleMs = 15_000, keepAliveMs = 75_000 } = options;
  const { checkMs = 1_000, maxConnections = 10_000, tellTooSlow = () => false } = options;
  const serve: RequestListener = (request, response) => {
    (request.socket as Connection)[current] = response;
    handler(request, response);
  };
  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: maxHeaderBytes,
      noDelay: true,
      // Node's own answer to a missing one has no body.
      requireHostHeader: false,
    },
    serve,
  );
  server.maxHeadersCount = maxHeaders;
  server.maxConnections = maxConnections;
  server.setTimeout(idleMs, (socket) => onIdle(socket, tellTooSlow));
  // Who asks whether to go on is told so when the body is read, and not before.
  server.on("checkContinue", serve);
  server.on("checkExpectation", onExpectation);
  server.on("clientError", (fault: RawFault, socket: Connection) => onFault(fault, socket, tellTooSlow));
  return server;
}

/** Nothing has come for a while: the client is slow, or has no request, or waits for us. */
function onIdle(socket: Connection, tellTooSlow: TellTooSlow): void {
  const response = socket[current];
  if (response === undefined || response.writableEnded) return void socket.destroy();
  if (response.req.complete) return;
  if (response.headersSent) return void socket.destroy();
  if (tellTooSlow(response.req)) return;
  sendAnswer(response.req, response, { ...problemAnswer(requestTimeout), headers: ["Connection", "close"] });
}

const unknownExpectation: Problem = {
  status: 417,
  code: "EXPECTATION_FAILED",
  title: "Expectation failed",
  detail: "The header Expect says something unknown, expected 100-continue or no such header.",
};

function onExpectation(request: IncomingMessage, response: ServerResponse): void {
  sendAnswer(request, response, problemAnswer(unknownExpectation));
}

function onFault(fault: RawFault, socket: Connection, tellTooSlow: TellTooSlow): void {
  const response = socket[current];
  const isAnswered = response !== undefined && !response.writableEnded && response.headersSent;
  const isSlow = fault.code === "ERR_HTTP_REQUEST_TIMEOUT";
  if (isSlow && response?.headersSent === false && tellTooSlow(response.req)) return;
  if (!socket.writable || fault.code === "ECONNRESET" || isAnswered) return void socket.destroy();
  socket.end(rawProblem(fault), () => socket.destroy());
}
