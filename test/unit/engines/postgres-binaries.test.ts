import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linkLibraries, postgresBinaries } from "../../../packages/engines/src/engines/postgres-binaries.ts";

function unpackedPackage(): string {
  const native = join(mkdtempSync(join(tmpdir(), "postgres-")), "native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib", "libpq.so.5.18"), "library");
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify(links));
  return native;
}

test("missing library links are made relative", () => {
  const native = unpackedPackage();
  linkLibraries(native);
  expect(readlinkSync(join(native, "lib", "libpq.so.5"))).toBe("libpq.so.5.18");
});

test("linking libraries twice changes nothing", () => {
  const native = unpackedPackage();
  linkLibraries(native);
  linkLibraries(native);
  expect(readFileSync(join(native, "lib", "libpq.so.5"), "utf8")).toBe("library");
});

test("a package without a link list is left alone", () => {
  expect(() => linkLibraries(mkdtempSync(join(tmpdir(), "postgres-")))).not.toThrow();
});

test("the binaries for this machine are found", () => {
  expect(readFileSync(join(postgresBinaries(), "postgres")).length).toBeGreaterThan(0);
});
