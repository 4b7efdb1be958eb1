package io.millrace.connect.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts of what was written to S3, by bucket, table, and whether it is data or the table's own bookkeeping. */
final class S3Writes {
  static final S3Writes ALL = new S3Writes();

  private final Map<String, WriteTimes> times = new ConcurrentSkipListMap<>();
  private final Map<String, Long> errors = new ConcurrentSkipListMap<>();

  /** Notes an object that S3 has. @param began in System.nanoTime's terms */
  void wrote(String bucket, String key, long began) {
    times.computeIfAbsent(labels(bucket, key), each -> new WriteTimes()).add((System.nanoTime() - began) / 1e9);
  }

  /** Notes a request that failed for good. @param operation S3's name of it, such as PutObject */
  void failed(String bucket, String key, String operation) {
    errors.merge(labels(bucket, key) + ",operation=\"" + quoted(operation) + '"', 1L, Long::sum);
  }

  /** Everything in Prometheus' text form. */
  String text() {
    StringBuilder out = new StringBuilder();
    head(out, "s3_writes_total", "counter", "Objects that S3 has confirmed");
    times.forEach((labels, each) -> line(out, "s3_writes_total", labels, each.snapshot().count()));
    head(out, "s3_errors_total", "counter", "Requests of the archive that S3 refused, or did not answer, after all attempts");
    errors.forEach((labels, count) -> line(out, "s3_errors_total", labels, count));
    head(out, "s3_write_duration_seconds", "histogram", "From the first request of a write to its confirmation");
    times.forEach((labels, each) -> each.snapshot().print(out, "s3_write_duration_seconds", labels));
    return out.toString();
  }

  static void line(StringBuilder out, String name, String labels, Object value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /** Iceberg writes {@code <namespace>/<table>/data/…} and {@code <namespace>/<table>/metadata/…}. */
  static String labels(String bucket, String key) {
    String table = "";
    String content = "other";
    for (String each : new String[] {"data", "metadata"}) {
      int at = key.indexOf("/" + each + "/");
      if (at > 0 && (table.isEmpty() || at < table.length())) {
        table = key.substring(0, at);
        content = each;
      }
    }
    return "bucket=\"" + quoted(bucket) + "\",table=\"" + quoted(table.replace('/', '.')) + "\",content=\"" + content + '"';
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
