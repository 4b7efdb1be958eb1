import { signal } from "@preact/signals";

/** How the page looks: `auto` is what the system says. */
export type Theme = "auto" | "light" | "dark";

const place = "millrace.theme";
const order: readonly Theme[] = ["auto", "light", "dark"];

/** What the reader chose; kept in this browser. */
export const theme = signal<Theme>(stored());

/** Whether the page is dark now; charts are drawn anew when it changes. */
export const isDark = signal(false);

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** Shows the page as was chosen, and follows the system. */
export function startTheme(): void {
  systemIsDark.addEventListener("change", show);
  show();
}

/** Chooses the next one: as the system, light, dark. */
export function nextTheme(): void {
  theme.value = order[(order.indexOf(theme.value) + 1) % order.length] ?? "auto";
  try {
    localStorage.setItem(place, theme.value);
  } catch {
    // A browser that keeps nothing asks the system again after a reload.
  }
  show();
}

function show(): void {
  const { value } = theme;
  if (value === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = value;
  isDark.value = value === "auto" ? systemIsDark.matches : value === "dark";
}

function stored(): Theme {
  try {
    const found = localStorage.getItem(place);
    return order.find((each) => each === found) ?? "auto";
  } catch {
    return "auto";
  }
}
