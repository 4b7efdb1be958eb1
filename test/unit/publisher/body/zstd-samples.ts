const events = Array.from({ length: 12 }, (_, at) => ({
  event_id: `e-${at}`,
  postcode: "SW19",
  webpage: "www.website.com/index.html",
  user_id: 1234 + at,
}));

/** A text as the reference implementation compresses it (`zstd -19`), with a checksum. */
export const zstdSample = {
  text: JSON.stringify(events),
  encoded: Buffer.from(
    "KLUv/WRHA40EAMIGGBlg1wOUWJIeK7ZkZO5JELm5FxLTiINFEARcyjZdeqSwcEKQA52FJOIAp7tNRujVW1e7jiQMvezrZAPpOu+xtZrPL+f8MFTzuV1TR442+ut1sHWpdi0A30ZXu+DpsW8tCRioEOhK+9cBwKPCNRAQIrwi0AKJ/78P9Y21JLu0XMdE0aKkXAiPR7fDyCtJoKXY+5kU",
    "base64",
  ),
};

/** A frame of one block that is not compressed, without a checksum. */
export function rawFrame(content: Buffer): Buffer {
  return Buffer.concat([frameHeader, blockHeader({ type: 0, size: content.length, isLast: true }), content]);
}

/** A frame that says "128 KiB of spaces" so many times. */
export function repeatedFrame(times: number): Buffer {
  const block = (isLast: boolean) =>
    Buffer.concat([blockHeader({ type: 1, size: 131_072, isLast }), Buffer.from(" ")]);
  return Buffer.concat([frameHeader, ...Array.from({ length: times - 1 }, () => block(false)), block(true)]);
}

/** A window of 1 MiB. */
const frameHeader = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);

function blockHeader({
  type,
  size,
  isLast,
}: {
  readonly type: number;
  readonly size: number;
  readonly isLast: boolean;
}): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return header;
}
