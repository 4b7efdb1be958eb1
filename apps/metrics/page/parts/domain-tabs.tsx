import { useRef } from "preact/hooks";
import { inWords } from "../format/words.ts";
import { visit } from "../state/address.ts";

/** Which domain is shown; arrow keys go from one to the next. */
export function DomainTabs({ names, shown }: { readonly names: readonly string[]; readonly shown: string }) {
  const list = useRef<HTMLDivElement>(null);
  const show = (name: string | undefined) => {
    if (name === undefined || name === shown) return;
    visit({ domain: name, measures: {}, asTable: [] });
    list.current?.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = nextTab(event.key, names.indexOf(shown), names.length);
    if (index === undefined) return;
    event.preventDefault();
    show(names[index]);
  };
  return (
    <div class="tabs" role="tablist" aria-label="Domain" ref={list} onKeyDown={onKeyDown}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          data-testid={`tab-${name}`}
          aria-selected={name === shown}
          aria-controls="shown-domain"
          tabIndex={name === shown ? 0 : -1}
          onClick={() => show(name)}
        >
          {inWords(name)}
        </button>
      ))}
    </div>
  );
}

function nextTab(key: string, index: number, length: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % length;
  if (key === "ArrowLeft") return (index + length - 1) % length;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : undefined;
}
