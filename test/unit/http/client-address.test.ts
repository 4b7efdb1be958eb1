import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { clientAddress, networkOf } from "../../../packages/http/src/client-address.ts";

function from(forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return { socket: { remoteAddress: "10.0.0.1" }, headers } as unknown as IncomingMessage;
}

describe("the address of a client", () => {
  test.each([
    [0, "1.2.3.4", "10.0.0.1"],
    [1, "6.6.6.6, 1.2.3.4", "1.2.3.4"],
    [2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"],
    [2, "1.2.3.4", "1.2.3.4"],
    [1, "1.2.3.4:5678", "1.2.3.4"],
    [1, "[2001:db8::1]:80", "2001:db8::1"],
    [1, "nonsense", "10.0.0.1"],
    [1, undefined, "10.0.0.1"],
  ])("behind %i proxies that say %s is %s", (proxies, forwarded, address) => {
    expect(clientAddress(proxies)(from(forwarded))).toBe(address);
  });

  test.each([
    ["1.2.3.4", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::6", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    [undefined, "unknown"],
  ])("%s stands for the client %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
