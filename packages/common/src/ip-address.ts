import { isIPv4 } from "node:net";

/** The IPv4 address that an address is, also one in IPv6's form (`::ffff:192.0.2.1`); undefined for others. */
export function ipv4Of(address: string): string | undefined {
  const dotted = address.slice(address.lastIndexOf(":") + 1);
  const isWhole = dotted.length === address.length || /^(?:::|(?:0{1,4}:){5})ffff:[\d.]+$/i.test(address);
  return isWhole && isIPv4(dotted) ? dotted : undefined;
}

/** The first groups of 16 bits of an IPv6 address, in lower case without zeros in front. */
export function leadingGroups(address: string, count: number): string[] {
  const plain = address.split("%", 1)[0] ?? "";
  const gap = plain.indexOf("::");
  const first = groupsOf(gap === -1 ? plain : plain.slice(0, gap));
  const last = groupsOf(gap === -1 ? "" : plain.slice(gap + 2));
  const zeros = gap === -1 ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: zeros }, () => "0"), ...last].slice(0, count);
}

/**
 * An address without the part that points to a person: an IPv4 address without its last octet, an IPv6 address without its
 * last 80 bits.
 * @param address a valid one
 */
export function maskIpAddress(address: string): string {
  const dotted = ipv4Of(address);
  if (dotted !== undefined) return `${dotted.slice(0, dotted.lastIndexOf("."))}.0`;
  const groups = leadingGroups(address, 3);
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::`;
}

/** Groups as they are written; four octets at the end stand for two. */
function groupsOf(text: string): string[] {
  if (text === "") return [];
  return text
    .split(":")
    .flatMap((group) => (group.includes(".") ? ["0", "0"] : [Number.parseInt(group, 16).toString(16)]));
}
