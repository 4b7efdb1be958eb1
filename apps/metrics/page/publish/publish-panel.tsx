import { useEffect, useMemo } from "preact/hooks";
import type { RowChanges } from "../state/row-changes.ts";
import { EventForm } from "./event-form.tsx";
import { FollowedEvents } from "./followed-events.tsx";
import { ManyEvents } from "./many-events.tsx";
import { type PublishOptions, PublishState } from "./publish-state.ts";

/** What the panel needs; it is made anew for another domain (give it the domain's name as its key). */
export interface PublishPanelProps extends Omit<PublishOptions, "publisherUrl" | "now"> {
  /** Null where nothing says where the publisher is. */
  readonly publisherUrl: string | null;
  /** The rows as they arrive; another window brings others. */
  readonly changes: Pick<RowChanges, "subscribe">;
}

/** Publishes events of a domain and follows each to the rows it changes. */
export function PublishPanel({ publisherUrl, ...rest }: PublishPanelProps) {
  const { domain } = rest;
  return (
    <section class="publish" aria-labelledby="publish-title">
      <h2 id="publish-title">Publish events</h2>
      {domain.events.length === 0 ? (
        <p class="publish-note">{domain.name} takes no events over HTTP.</p>
      ) : publisherUrl === null ? (
        <p class="publish-note">
          This page does not know where the publisher is: set PUBLISHER_URL to its address as browsers reach
          it.
        </p>
      ) : (
        <Publishing {...rest} publisherUrl={publisherUrl} />
      )}
    </section>
  );
}

function Publishing({ changes, ...options }: PublishOptions & Pick<PublishPanelProps, "changes">) {
  // Made once: the panel is made anew for another domain.
  const state = useMemo(() => new PublishState(options), []);
  useEffect(() => state.watch(changes), [state, changes]);
  useEffect(() => () => state.stop(), [state]);
  return (
    <>
      <EventForm state={state} types={options.domain.events.map(({ name }) => name)} />
      <ManyEvents state={state} />
      <FollowedEvents events={state.followed.value} />
    </>
  );
}
