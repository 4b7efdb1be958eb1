import { ArtifactMismatchError, MavenError } from "@millrace/engines";
import { describe, expect, test } from "vitest";

describe("errors of artifacts", () => {
  test("name every wrong file with what was found and expected", () => {
    const error = new ArtifactMismatchError([
      { path: "kafka/a.jar", found: "10 bytes", expected: "12 bytes" },
      { path: "s3/b.jar", found: "nothing", expected: "7 bytes" },
    ]);
    expect(error.message).toContain(
      "2 artifacts are not what artifacts.lock.json names:\n" +
        "  kafka/a.jar: found 10 bytes, expected 12 bytes\n  s3/b.jar: found nothing, expected 7 bytes\n",
    );
  });

  test("keep what Maven said and say what to do", () => {
    const { message } = new MavenError("ended with code 1", [
      "Could not transfer artifact org.apache.kafka:kafka_2.13",
    ]);
    expect(message).toMatch(
      /^The engines' artifacts could not be resolved: Maven ended with code 1\.\n {2}\| Could not/,
    );
    expect(message).toContain("what was already resolved is kept");
  });
});
