import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

/** The headers that helmet sets by default, as it sets them, in node's flat form: name, value, name, value. */
export const securityHeaders: readonly string[] = headersOfHelmet();

function headersOfHelmet(): readonly string[] {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => void headers.push(name, value),
    removeHeader: () => undefined,
  };
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
