package io.millrace.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.types.RowKind;

/**
 * One line of a script or of a file of changes, which have the same form, so that a result can be read back: {@code
 * {"row": {…}}} with optionally {@code "kind"} ({@code +I}, {@code +U}, {@code -D}) and {@code "time"} (the record's time in
 * epoch milliseconds), {@code {"watermark": <epoch milliseconds>}}, or {@code {"end": true}}.
 */
final class ScriptLine {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final JsonNode node;

  private ScriptLine(JsonNode node) {
    this.node = node;
  }

  static ScriptLine parse(String line) throws IOException {
    return new ScriptLine(JSON.readTree(line));
  }

  static String ofRow(RowKind kind, Long time, byte[] row) {
    String timePart = time == null ? "" : ",\"time\":" + time;
    String rowPart = ",\"row\":" + new String(row, StandardCharsets.UTF_8);
    return "{\"kind\":\"" + kind.shortString() + "\"" + timePart + rowPart + "}";
  }

  static String ofWatermark(long watermark) {
    return "{\"watermark\":" + watermark + "}";
  }

  static String ofEnd() {
    return "{\"end\":true}";
  }

  boolean isEnd() {
    return node.has("end");
  }

  /** The explicit watermark; null where the line is a row. */
  Long watermark() {
    return node.has("watermark") ? node.get("watermark").longValue() : null;
  }

  byte[] row() throws IOException {
    return JSON.writeValueAsBytes(node.get("row"));
  }

  RowKind kind() {
    String text = node.path("kind").asText("+I");
    for (RowKind kind : RowKind.values()) {
      if (kind.shortString().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown row kind " + text);
  }

  /** The record's time; null where the line gives none. */
  Long time() {
    return node.has("time") ? node.get("time").longValue() : null;
  }
}
