/** One link of a Java exception chain. */
export interface FlinkCause {
  /** The Java class, for example `org.apache.flink.table.api.ValidationException`; empty when unknown. */
  readonly className: string;
  /** The message without the class; may span lines. Empty when the exception had none. */
  readonly message: string;
}

const HEAD = /^(?:Caused by: )?([a-zA-Z_$][\w$]*(?:\.[a-zA-Z_$][\w$]*)+)(?:: ([\s\S]*))?$/;
const FRAME = /^\s*(?:at \S|\.\.\. \d+ more|Suppressed: )/;
const WRAPPER = /^(?:<?Exception on server side:|End of exception on server side>|\[CIRCULAR REFERENCE.*)$/;

/**
 * Reads a printed Java stack trace into its exceptions, outermost first. Text that is not a stack trace becomes one
 * cause without a class.
 */
export function parseErrorChain(text: string): readonly FlinkCause[] {
  const links: string[][] = [];
  let skipping = false;
  for (const line of text.replaceAll("\r", "").split("\n")) {
    if (FRAME.test(line)) {
      skipping = true;
    } else if (WRAPPER.test(line.trim())) {
      skipping = false;
    } else if (line.startsWith("Caused by: ") || links.length === 0) {
      skipping = false;
      if (line.trim() !== "") links.push([line]);
    } else if (!skipping) {
      links.at(-1)?.push(line);
    }
  }
  return links.map(toCause);
}

function toCause(lines: readonly string[]): FlinkCause {
  const text = lines.join("\n").trim();
  const match = HEAD.exec(text);
  if (match?.[1] === undefined) return { className: "", message: text.replace(/^Caused by: /, "") };
  return { className: match[1], message: (match[2] ?? "").trim() };
}

/** The last link that says something: what really happened. */
export function innermostCause(chain: readonly FlinkCause[]): FlinkCause | undefined {
  return chain.findLast((cause) => cause.message !== "") ?? chain.at(-1);
}

/** A cause as people read it: its message, or its class where it has none. The parser's list of hundreds of words is cut. */
export function describeCause(cause: FlinkCause): string {
  const shortName = cause.className.slice(cause.className.lastIndexOf(".") + 1);
  if (cause.message === "") return shortName === "" ? "no reason given" : shortName;
  const [problem = "", expectations] = cause.message.split(/\nWas expecting(?: one of)?:\s*/);
  const words = expectations?.split("\n").map((line) => line.replace(/ \.\.\.$/, "").trim());
  if (words === undefined) return cause.message;
  return words.length > 8 ? problem : `${problem} Expected ${words.join(" or ")}.`;
}
