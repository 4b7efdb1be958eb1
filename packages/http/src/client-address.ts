import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { ipv4Of, leadingGroups } from "@millrace/common";

/**
 * Finds out from where a request comes. Each proxy appends to `X-Forwarded-For` who asked it, so of its addresses the one
 * counts that the first trusted proxy has written; what stands before it anybody may have made up.
 * @param trustedProxies how many proxies in front are believed; 0: none, the header means nothing
 */
export function clientAddress(trustedProxies: number): (request: IncomingMessage) => string | undefined {
  if (trustedProxies === 0) return ({ socket }) => socket.remoteAddress;
  return ({ socket, headers }) => {
    const forwarded = headers["x-forwarded-for"];
    const said = typeof forwarded === "string" ? forwarded.split(",") : [];
    const address = said.at(-trustedProxies) ?? said[0];
    const plain = address === undefined ? undefined : withoutPort(address.trim());
    return plain !== undefined && isIP(plain) !== 0 ? plain : socket.remoteAddress;
  };
}

/**
 * What stands for a client that has only an address: the first 64 bits of an IPv6 address, as a client has all addresses
 * that begin with them.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const dotted = ipv4Of(address);
  if (dotted !== undefined || !address.includes(":")) return dotted ?? address;
  return `${leadingGroups(address, 4).join(":")}::/64`;
}

/** Some proxies write `1.2.3.4:5678` or `[2001:db8::1]:5678`. */
function withoutPort(address: string): string {
  if (address.startsWith("[")) return address.slice(1, address.indexOf("]"));
  return address.indexOf(":") === address.lastIndexOf(":") ? (address.split(":", 1)[0] ?? "") : address;
}
