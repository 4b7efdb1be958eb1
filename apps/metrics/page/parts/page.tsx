import { shownDomain, subscription } from "../app.ts";
import { catalogState } from "../state/catalog-loader.ts";
import { Dashboard } from "./dashboard.tsx";
import { DomainTabs } from "./domain-tabs.tsx";
import { Header } from "./header.tsx";
import { StartPage } from "./start-page.tsx";

/** The whole page. */
export function Page() {
  const state = catalogState.value;
  const followed = subscription.value;
  const domain = shownDomain.value;
  if (state.kind !== "ready" || domain === undefined || followed === undefined)
    return (
      <>
        <Header />
        <StartPage state={state.kind === "ready" ? { kind: "loading" } : state} />
      </>
    );
  const { catalog } = state;
  return (
    <>
      <Header stage={catalog.stage}>
        <DomainTabs names={catalog.domains.map(({ name }) => name)} shown={domain.name} />
      </Header>
      <Dashboard catalog={catalog} followed={followed} />
      <footer class="page-foot">
        <a href="/openapi.json">OpenAPI document</a>
        <a href={`/api/rows/${domain.name}/${domain.tables[0]?.name ?? ""}`}>Rows as JSON</a>
        <span>
          Times are in your zone, {Intl.DateTimeFormat().resolvedOptions().timeZone}; UTC stands on hover.
        </span>
      </footer>
    </>
  );
}
