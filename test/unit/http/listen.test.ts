import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { listen, PortTakenError } from "../../../packages/http/src/listen.ts";

test("a taken port is named with what to do", async () => {
  const first = await listen(() => {}, { host: "127.0.0.1", port: 0 });
  const { port } = first.address() as AddressInfo;
  const second = listen(() => {}, { host: "127.0.0.1", port });
  await expect(second).rejects.toThrow(PortTakenError);
  await expect(second).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken by another program; stop that or set PORT to a free one`,
  );
  await new Promise((resolve) => first.close(resolve));
});
