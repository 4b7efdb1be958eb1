import type { Catalog } from "../contract/catalog.ts";
import { PublishPanel } from "../publish/publish-panel.tsx";
import { apiKey } from "../state/api-key.ts";
import { shownPanels, unshownPanels } from "../state/shown-panel.ts";
import type { Subscription } from "../state/subscription.ts";
import { listed } from "../format/words.ts";
import { Boundary } from "./boundary.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { FreshnessBar } from "./freshness-bar.tsx";
import { Panel } from "./panel.tsx";
import { PipelineStrip } from "./pipeline-strip.tsx";
import { Toolbar } from "./toolbar.tsx";

/** One domain: how fresh it is, how the pipeline does, its panels, and a place to publish events. */
export function Dashboard({
  catalog,
  followed,
}: {
  readonly catalog: Catalog;
  readonly followed: Subscription;
}) {
  const { domain } = followed;
  const panels = shownPanels(domain);
  const { unserved, nameless } = unshownPanels(domain);
  return (
    <main id="domain" tabIndex={-1} key={domain.name}>
      <div role="tabpanel" id="shown-domain" aria-labelledby={`tab-${domain.name}`}>
        <ConnectionBanner followed={followed} />
        <FreshnessBar followed={followed} />
        <PipelineStrip followed={followed} />
        <Toolbar followed={followed} />
        <div class="panels">
          {panels.map((panel) => (
            <Boundary key={panel.name} name={`“${panel.title}”`}>
              <Panel panel={panel} followed={followed} />
            </Boundary>
          ))}
        </div>
        {panels.length === 0 && (
          <p class="empty card">Nothing of this domain is kept in Postgres, so there is nothing to draw.</p>
        )}
        {unserved.length > 0 && (
          <p class="note">
            Not kept in Postgres, and so not shown: {listed(unserved)}
            {nameless.length > 0 && (
              <p class="note">Told apart by personal data alone, and so not shown: {listed(nameless)}.</p>
            )}
            .
          </p>
        )}
        <div class="card publish-card" id="publish">
          <Boundary key={domain.name} name="Publishing">
            <PublishPanel
              key={domain.name}
              domain={domain}
              publisherUrl={catalog.publisher_url}
              changes={followed.tables.changes}
              apiKey={() => apiKey.value}
            />
          </Boundary>
        </div>
      </div>
    </main>
  );
}
