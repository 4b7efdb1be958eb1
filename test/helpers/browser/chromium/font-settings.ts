import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The environment by which programs unpacked below a folder find the fonts unpacked there; nothing where the machine has
 * font settings of its own.
 */
export function writeFontSettings(root: string): Readonly<Record<string, string>> {
  if (existsSync("/etc/fonts/fonts.conf")) return {};
  const file = join(root, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(root, "usr/share/fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(root, "var/cache/fontconfig")}</cachedir>
</fontconfig>
`,
  );
  return { FONTCONFIG_FILE: file };
}
