import { formatDuration } from "../format/durations.ts";
import { type CatalogState, loadCatalog } from "../state/catalog-loader.ts";
import { clock } from "../state/clock.ts";
import { ApiKeyForm } from "./api-key-form.tsx";
import { Icon } from "./icon.tsx";

/** What stands on the page before there is anything to show. */
export function StartPage({ state }: { readonly state: Exclude<CatalogState, { readonly kind: "ready" }> }) {
  return (
    <main class="start" id="domain" tabIndex={-1} data-testid="start" data-state={state.kind}>
      <Message state={state} />
    </main>
  );
}

function Message({ state }: { readonly state: Exclude<CatalogState, { readonly kind: "ready" }> }) {
  if (state.kind === "loading") return <p class="empty loading">Loading …</p>;
  if (state.kind === "unauthorized")
    return <ApiKeyForm reason={state.reason} onGiven={() => void loadCatalog()} />;
  if (state.kind === "refused")
    return (
      <div class="banner tone-bad" role="alert">
        <Icon name="bad" />
        <p>{state.reason}</p>
      </div>
    );
  const leftMs = Math.max(0, state.until - clock.value);
  return (
    <div class="card starting">
      <h2>
        <Icon name="wait" /> <span role="status">The stack is starting</span>
      </h2>
      <p>{state.reason}</p>
      <p class="note">
        Charts appear by themselves as soon as there is something to show. Asking again{" "}
        {leftMs < 1_000 ? "now" : `in ${formatDuration(leftMs)}`}.
      </p>
      <p class="note">
        <code>npm run status</code> says which part it waits for.
      </p>
    </div>
  );
}
