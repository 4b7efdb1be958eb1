import { useId, useState } from "preact/hooks";
import { giveApiKey } from "../state/api-key.ts";
import { Icon } from "./icon.tsx";

/** Asks for an API key; it is kept until the tab is closed. */
export function ApiKeyForm({ reason, onGiven }: { readonly reason: string; readonly onGiven: () => void }) {
  const id = useId();
  const [key, setKey] = useState("");
  const give = (event: Event) => {
    event.preventDefault();
    giveApiKey(key);
    onGiven();
  };
  return (
    <form class="banner tone-calm" onSubmit={give} data-testid="api-key-form">
      <Icon name="unknown" />
      <p>{reason}</p>
      <label for={id}>API key</label>
      <input
        id={id}
        class="field"
        type="password"
        autocomplete="off"
        required
        value={key}
        onInput={({ currentTarget }) => setKey(currentTarget.value)}
      />
      <button type="submit" class="button primary">
        Use it
      </button>
      <small>It is kept in this tab only, and forgotten when the tab is closed.</small>
    </form>
  );
}
