import { loadPlatform, type Platform, type PlatformSources } from "@millrace/settings";

/** The settings that a base file and a file of overrides give together. */
export function platformOf(
  base: string,
  overrides = "",
  { stage = "prod", env = {} }: Partial<Pick<PlatformSources, "stage" | "env">> = {},
): Platform {
  const files = [
    { path: "config/platform.yaml", text: base },
    { path: `config/platform.${stage}.yaml`, text: overrides },
  ];
  return loadPlatform({ stage, files, env });
}

/** Where a setting came from, as it is shown; undefined where it is not set. */
export function settingAt(platform: Platform, path: string) {
  const setting = platform.settings.find((each) => each.path === path);
  return setting === undefined ? undefined : { value: setting.value, origin: setting.origin };
}
