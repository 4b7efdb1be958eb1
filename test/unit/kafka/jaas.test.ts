import { ConnectionSettingError, parseJaasConfig } from "@millrace/kafka";
import { describe, expect, test } from "vitest";

const plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
const scram = "org.apache.kafka.common.security.scram.ScramLoginModule";

describe("parseJaasConfig", () => {
  test("reads the line that Confluent Cloud shows", () => {
    expect(parseJaasConfig(`${plain} required username='KEY' password='SE+C/RET=';`)).toEqual({
      mechanism: "plain",
      username: "KEY",
      password: "SE+C/RET=",
    });
  });

  test("reads double quotes, escapes, line breaks and bare values", () => {
    const line = `${plain} required\n  username=key\n  password="a\\"b; c";\n`;
    expect(parseJaasConfig(line)).toMatchObject({ username: "key", password: 'a"b; c' });
  });

  test("takes a SCRAM module for SHA-512 unless told otherwise", () => {
    const line = `${scram} required username="k" password="s";`;
    expect(parseJaasConfig(line).mechanism).toBe("scram-sha-512");
    expect(parseJaasConfig(line, "scram-sha-256").mechanism).toBe("scram-sha-256");
  });

  test.each([
    ["hunter2", "does not end in a semicolon"],
    ["hunter2;", "has too few parts"],
    [
      `${plain} optional username="k" password="hunter2";`,
      "says optional after the login module, expected required",
    ],
    [
      `com.acme.Login required username="k" password="hunter2";`,
      "names login module com.acme.Login, expected org",
    ],
    [`${plain} required password="hunter2";`, "has no username"],
    [`${plain} required username="" password="hunter2";`, "has an empty username"],
    [`${plain} required username="k";`, "has no password"],
    [`${plain} required username="k" password="hunter2;`, "option 2 of the JAAS line cannot be read"],
  ])("says what is wrong and hides the secret: %#", (line, message) => {
    const parse = () => parseJaasConfig(line);
    expect(parse).toThrow(ConnectionSettingError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("hunter2");
  });
});
