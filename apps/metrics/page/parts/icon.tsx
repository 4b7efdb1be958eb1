import type { IconName } from "./icon-name.ts";

const shapes: Readonly<Record<IconName, string>> = {
  good: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm-.9 8.7L4.6 8.2l1-1 1.5 1.5 3.3-3.4 1 1Z",
  quiet:
    "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8ZM5.2 7.2h5.6v1.6H5.2Z",
  warn: "M8 1.8 15 14H1Zm-.8 4.7v3.6h1.6V6.5Zm0 4.6v1.5h1.6v-1.5Z",
  bad: "M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2Zm.5 2.8L4.6 5.7 6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9Z",
  unknown:
    "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm-.7 8h1.5v1.5H7.3Zm.8-5.6c1.4 0 2.3.8 2.3 2 0 1.5-1.6 1.6-1.6 2.8H7.4c0-1.8 1.5-1.9 1.5-2.8 0-.4-.3-.7-.8-.7s-.9.3-.9 1H5.8c0-1.4.9-2.3 2.3-2.3Z",
  wait: "M8 2a6 6 0 1 0 6 6h-1.7A4.3 4.3 0 1 1 8 3.7Z",
};

/** An icon beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
