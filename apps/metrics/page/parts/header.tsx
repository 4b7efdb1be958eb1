import type { ComponentChildren } from "preact";
import { nextTheme, theme, type Theme } from "../state/theme.ts";

const themeNames: Readonly<Record<Theme, string>> = { auto: "Auto", light: "Light", dark: "Dark" };

/** The page's head: its name, the stage, and what is put between. */
export function Header({
  stage,
  children,
}: {
  readonly stage?: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      <a class="skip" href="#domain">
        Skip to the charts
      </a>
      <h1>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path
            d="M3 7.5c3 0 3-2 6-2s3 2 6 2 3-2 6-2M3 12.5c3 0 3-2 6-2s3 2 6 2 3-2 6-2M3 17.5c3 0 3-2 6-2s3 2 6 2 3-2 6-2"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
          />
        </svg>
        Millrace
      </h1>
      {stage !== undefined && (
        <span class="stage" title="Stage">
          {stage}
        </span>
      )}
      {children}
      <button
        type="button"
        class="button quiet theme"
        data-testid="theme"
        aria-label={`Colours: ${themeNames[theme.value]}. Choose the next.`}
        onClick={nextTheme}
      >
        Colours: {themeNames[theme.value].toLowerCase()}
      </button>
    </header>
  );
}
