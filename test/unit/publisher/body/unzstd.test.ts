import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unzstd } from "../../../../apps/publisher/src/body/unzstd.ts";
import { cutAt } from "./split-body.ts";
import { rawFrame, repeatedFrame, zstdSample } from "./zstd-samples.ts";

async function decode(chunks: readonly Buffer[]): Promise<Buffer> {
  const decoded: Buffer[] = [];
  for await (const chunk of unzstd(asIterable(chunks))) decoded.push(chunk);
  return Buffer.concat(decoded);
}

async function* asIterable(chunks: readonly Buffer[]) {
  yield* chunks;
}

describe("decoding zstd", () => {
  test("gives what the reference encoder was given, cut anywhere", async () => {
    const cuts = fc.array(fc.nat(zstdSample.encoded.length), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect((await decode(cutAt(zstdSample.encoded, places))).toString()).toBe(zstdSample.text);
      }),
    );
  });

  test("takes several frames and skips those for others", async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);
    const frames = [rawFrame(Buffer.from("a")), skippable, rawFrame(Buffer.from("b"))];
    expect((await decode([Buffer.concat(frames)])).toString()).toBe("ab");
  });

  test("a cut end is an error wherever it is cut", async () => {
    const { encoded } = zstdSample;
    for (let length = 1; length < encoded.length; length += 1)
      await expect(decode([encoded.subarray(0, length)])).rejects.toThrow("it ends in the middle");
  });

  test("a changed byte gives an error and never another text", async () => {
    const { encoded, text } = zstdSample;
    await fc.assert(
      fc.asyncProperty(fc.nat(encoded.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const broken = Buffer.from(encoded);
        broken[at] = (broken[at] ?? 0) ^ change;
        const found = await decode([broken]).then(String, () => "refused");
        expect([text, "refused"]).toContain(found);
      }),
      { numRuns: 500 },
    );
  });

  test("a frame that asks for a large window is refused", async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88, 0x01, 0x00, 0x00]);
    await expect(decode([frame])).rejects.toThrow(
      "it needs a window of 134217728 bytes, at most 8388608 are held (RFC 9659)",
    );
  });

  test("is decoded no faster than it is asked for", async () => {
    const bomb = repeatedFrame(20_000);
    let size = 0;
    for await (const chunk of unzstd(asIterable([bomb]))) {
      size += chunk.length;
      if (size > 1_000_000) break;
    }
    expect([bomb.length < 100_000, size]).toEqual([true, 8 * 131_072]);
  });
});
