import { expect, test } from "vitest";
import { maskAddress } from "../../../../packages/http/src/security/client-address.ts";

test.each([
  ["192.0.2.77", "192.0.2.0"],
  ["::ffff:192.0.2.77", "192.0.2.0"],
  ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"],
  ["2001:0db8::7348", "2001:db8::"],
  ["fe80::1%eth0", "fe80::"],
  ["::1", "::"],
  ["unix socket", "unknown"],
  [undefined, "unknown"],
])("%s is written as %s", (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});
