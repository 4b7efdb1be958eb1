import { describeCause, innermostCause, parseErrorChain } from "@millrace/flink";
import { expect, test } from "vitest";

const trace = `<Exception on server side:
org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
\tat org.apache.flink.Foo.bar(Foo.java:91)
Caused by: org.apache.flink.table.api.ValidationException: Unable to create a source.

Table options are:

'connector'='nix'
\tat org.apache.flink.Foo.baz(Foo.java:1)
\t... 48 more
Caused by: java.lang.ArithmeticException: / by zero
\tat org.apache.flink.Foo.qux(Foo.java:2)

End of exception on server side>`;

test("a printed stack trace becomes its causes in order", () => {
  expect(parseErrorChain(trace).map((cause) => cause.className)).toEqual([
    "org.apache.flink.table.gateway.api.utils.SqlGatewayException",
    "org.apache.flink.table.api.ValidationException",
    "java.lang.ArithmeticException",
  ]);
});

test("a message keeps all of its lines", () => {
  expect(parseErrorChain(trace)[1]?.message).toBe(
    "Unable to create a source.\n\nTable options are:\n\n'connector'='nix'",
  );
});

test("the innermost cause with a message is what happened", () => {
  const chain = parseErrorChain(`${trace}\nCaused by: java.lang.NullPointerException\n\tat a.B.c(B.java:1)`);
  expect(innermostCause(chain)?.message).toBe("/ by zero");
});

test("text that is no stack trace is one cause", () => {
  expect(parseErrorChain("Not found: /v9/info")).toEqual([{ className: "", message: "Not found: /v9/info" }]);
});

test("a cause without a message is described by its class", () => {
  const [cause] = parseErrorChain("java.lang.NullPointerException\n\tat a.B.c(B.java:1)");
  expect(cause && describeCause(cause)).toBe("NullPointerException");
});

test("the parser's long list of words is cut off", () => {
  const words = Array.from({ length: 9 }, (_, index) => `    "W${index}" ...`).join("\n");
  const message = `Encountered "x" at line 1, column 8.\nWas expecting one of:\n${words}`;
  expect(describeCause({ className: "", message })).toBe('Encountered "x" at line 1, column 8.');
});

test("the parser's short list of words is kept", () => {
  const message = `Encountered "x" at line 1, column 8.\nWas expecting one of:\n    "BY" ...\n    "IN" ...`;
  expect(describeCause({ className: "", message })).toBe(
    'Encountered "x" at line 1, column 8. Expected "BY" or "IN".',
  );
});
