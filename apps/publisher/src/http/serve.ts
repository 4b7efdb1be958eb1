import type { RequestListener, Server } from "node:http";
import { listen, type ListenOptions } from "@millrace/http";
import { tellTooSlow } from "../body/slow-client.ts";

/** Serves the publisher; resolves once the port is open. @throws PortTakenError */
export function serve(app: RequestListener, options: Omit<ListenOptions, "tellTooSlow">): Promise<Server> {
  return listen(app, { ...options, tellTooSlow });
}
