/** How many colours lines have; further ones begin again, and have their rank written beside them. */
export const colorCount = 10;

/** The class that colours a group by its rank. */
export function colorClass(rank: number): string {
  return `c${rank % colorCount}`;
}

/** The colour that a class gives to text within an element, as a canvas takes it. */
export function resolveColor(host: HTMLElement, className: string): string {
  const probe = document.createElement("i");
  probe.className = className;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
