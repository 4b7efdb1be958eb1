import { formatDuration } from "../format/durations.ts";
import { clock } from "../state/clock.ts";
import type { Subscription } from "../state/subscription.ts";
import type { ConnectionState } from "../stream/connection.ts";
import { ApiKeyForm } from "./api-key-form.tsx";
import { Icon } from "./icon.tsx";

/** Says when the page has no connection, why, and when it tries again; nothing while it has one. */
export function ConnectionBanner({ followed }: { readonly followed: Subscription }) {
  const connection = followed.connection.value;
  return (
    <div class="connection" data-testid="connection" data-state={connection.kind}>
      <Message connection={connection} followed={followed} />
    </div>
  );
}

function Message({
  connection,
  followed,
}: {
  readonly connection: ConnectionState;
  readonly followed: Subscription;
}) {
  if (connection.kind === "open") return null;
  if (connection.kind === "unauthorized")
    return <ApiKeyForm reason={connection.reason} onGiven={() => followed.retry()} />;
  if (connection.kind === "refused")
    return (
      <div class="banner tone-bad" role="alert">
        <Icon name="bad" />
        <p>This domain's rows are not for you: {connection.reason}</p>
      </div>
    );
  if (connection.kind === "connecting")
    return connection.attempt < 2 ? null : (
      <div class="banner tone-warn">
        <Icon name="wait" />
        <p>Connecting again …</p>
      </div>
    );
  const leftMs = Math.max(0, connection.until - clock.value);
  return (
    <div class="banner tone-warn">
      <Icon name="warn" />
      <p>
        No connection: {connection.reason.replace(/\.$/, "")}. Trying again{" "}
        {leftMs < 1_000 ? "now" : `in ${formatDuration(Math.round(leftMs / 1_000) * 1_000)}`}. What was shown
        stays.
      </p>
      <button type="button" class="button" onClick={() => followed.retry()}>
        Try now
      </button>
    </div>
  );
}
