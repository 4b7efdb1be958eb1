import { createHash } from "node:crypto";

/** A page view as it is posted; `timestamp` is its own time in whole seconds since the epoch. */
export interface PageView {
  readonly event_id: string;
  readonly user_id: number;
  readonly postcode: string;
  readonly webpage: string;
  readonly timestamp: number;
}

const minute = 60;
/** The samples' windows end between 37 and 39 minutes before now, so that a grace of 30 minutes is over. */
const windowStartsAgo = [40 * minute, 39 * minute, 38 * minute];
const postcodes = ["SW19", "M1", "EC1A"];
/** Keys that fall into different partitions of two. */
const closingPostcodes = ["SW19", "M1"];
const webpages = ["index.html", "shop/basket.html", "about.html", "contact.html"];

/**
 * Sample page views whose windows close at once. All but two are spread over three postcodes and three one-minute windows
 * that ended more than 31 minutes ago; the last two happen now, one in each of the topic's two partitions, and so move the
 * watermark (newest event time less 30 minutes of grace) past the others. The same `nowMs` gives the same page views.
 * @param count default 10
 */
export function pageViewSamples(nowMs: number, count = 10): readonly PageView[] {
  const now = Math.floor(nowMs / 1000);
  const thisMinute = now - (now % minute);
  return Array.from({ length: count }, (_, at) => {
    const closing = at - Math.max(0, count - closingPostcodes.length);
    const isClosing = closing >= 0;
    const start = thisMinute - pick(windowStartsAgo, Math.floor(at / postcodes.length));
    return {
      event_id: sampleId(nowMs, at),
      user_id: 1000 + at,
      postcode: isClosing ? pick(closingPostcodes, closing) : pick(postcodes, at),
      webpage: `www.website.com/${pick(webpages, at)}`,
      timestamp: isClosing ? now : start + ((at * 7) % minute),
    };
  });
}

function pick<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T;
}

/** A UUID of version 8: made of a hash, the same for the same sample. */
function sampleId(nowMs: number, at: number): string {
  const bytes = createHash("sha256").update(`sample ${nowMs} ${at}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
