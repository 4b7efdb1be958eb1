import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { maskIpAddress } from "@millrace/common";

/** Finds out from where a request comes, proxies in front considered. */
export type AddressOf = (request: IncomingMessage) => string | undefined;

/**
 * An address with the part left out that points to a person: the last number of an IPv4 address, all but the first 48 bits
 * of an IPv6 address. What is no address becomes `unknown`.
 */
export function maskAddress(address: string | undefined): string {
  return address === undefined || isIP(address) === 0 ? "unknown" : maskIpAddress(address);
}
