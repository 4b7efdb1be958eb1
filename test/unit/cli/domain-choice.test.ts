import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { choiceNote, chooseDomains, rememberDomains } from "../../../apps/cli/src/domain-choice.ts";
import { smallClone } from "./small-clone.ts";

const three = () => smallClone(["iot", "shop", "views"]);

describe("the domains that run", () => {
  test("are all where nobody says anything", () => {
    expect(chooseDomains(three())).toEqual({
      chosen: "all",
      by: "settings",
      domains: ["iot", "shop", "views"],
      leftOut: [],
    });
  });

  test("are those of the settings", () => {
    const config = { ...three(), domains: { chosen: ["views", "iot"], place: "config/platform.yaml:3:10" } };
    expect(chooseDomains(config)).toMatchObject({ domains: ["iot", "views"], leftOut: ["shop"] });
  });

  test("are those of the option, which later commands go on with", () => {
    const config = three();
    const choice = chooseDomains(config, " shop, views,shop ");
    expect(choice).toMatchObject({ by: "option", domains: ["shop", "views"], leftOut: ["iot"] });
    expect(chooseDomains(config).domains).toHaveLength(3);
    rememberDomains(config, choice);
    expect(chooseDomains(config)).toEqual({ ...choice, by: "earlier option" });
  });

  test("are all again once they are chosen", () => {
    const config = three();
    rememberDomains(config, chooseDomains(config, "shop"));
    rememberDomains(config, chooseDomains(config, "all"));
    expect(chooseDomains(config)).toMatchObject({ chosen: "all", by: "earlier option", leftOut: [] });
  });

  test("are remembered by what was typed alone", () => {
    const config = { ...three(), domains: { chosen: ["iot"], place: "default" } };
    rememberDomains(config, chooseDomains(config));
    expect(chooseDomains({ ...config, domains: { chosen: "all", place: "default" } }).domains).toHaveLength(
      3,
    );
  });

  test("go on without one that was removed", () => {
    const config = three();
    rememberDomains(config, chooseDomains(config, "shop,views"));
    rmSync(join(config.root, "sql", "shop"), { recursive: true });
    expect(chooseDomains(config)).toMatchObject({ domains: ["views"], leftOut: ["iot"] });
    rmSync(join(config.root, "sql", "views"), { recursive: true });
    expect(() => chooseDomains(config)).toThrow(
      "of the domains chosen before (shop, views) none is left below sql/; choose with --domain: iot, all",
    );
  });
});

describe("a domain that does not exist", () => {
  test("is told with what was probably meant", () => {
    expect(() => chooseDomains(three(), "shops")).toThrow(
      '--domain names the domain "shops", which is no folder of sql/ with a domain.yaml; ' +
        'there are iot, shop, views; did you mean "shop"?',
    );
    expect(() => chooseDomains(three(), " , ")).toThrow('--domain names the domain " , "');
  });

  test("is told with the place of the setting that names it", () => {
    const config = { ...three(), domains: { chosen: ["view"], place: "config/platform.yaml:3:10" } };
    expect(() => chooseDomains(config)).toThrow('config/platform.yaml:3:10 names the domain "view"');
  });
});

describe("the note on a choice", () => {
  test("says what is left out and how it comes back", () => {
    expect(choiceNote(chooseDomains(three(), "views"))).toBe(
      "Domains: views (chosen with --domain). Left out: iot, shop; what they hold is kept, " +
        "and --domain all brings them back.\n",
    );
  });

  test("is empty where all run", () => {
    expect(choiceNote(chooseDomains(three()))).toBe("");
  });
});
