import { Component, type ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

interface BoundaryProps {
  /** What fails, where it does: "This chart". */
  readonly name: string;
  readonly children: ComponentChildren;
}

/** Keeps a fault of one part of the page to this part. */
export class Boundary extends Component<BoundaryProps, { readonly fault?: string }> {
  static override getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render({ name, children }: BoundaryProps, { fault }: { readonly fault?: string }) {
    if (fault === undefined) return children;
    return (
      <div class="banner tone-bad" role="alert">
        <Icon name="bad" />
        <p>
          {name} failed: {fault}. The rest of the page goes on; load it again to try once more.
        </p>
      </div>
    );
  }
}
