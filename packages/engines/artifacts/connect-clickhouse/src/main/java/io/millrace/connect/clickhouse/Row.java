package io.millrace.connect.clickhouse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record as a line of ClickHouse's format JSONEachRow. */
record Row(SinkRecord record, byte[] line) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * The row of a record, which its offset dates. A record without a value marks its key as deleted; without a key, too, it
   * says nothing.
   *
   * @throws DataException when key or value are of a form that has no columns
   */
  static Optional<Row> of(SinkRecord record) {
    if (record.value() == null && record.key() == null) return Optional.empty();
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      Set<String> written = new HashSet<>();
      if (record.value() != null) writeColumns(json, structOf("value", record.value()), "", written);
      if (record.key() instanceof Struct key) writeColumns(json, key, "", written);
      else if (record.value() == null) structOf("key", record.key());
      json.writeNumberField("kafka_partition", record.kafkaPartition());
      json.writeNumberField("kafka_offset", record.kafkaOffset());
      json.writeNumberField("is_deleted", record.value() == null ? 1 : 0);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    line.write('\n');
    return Optional.of(new Row(record, line.toByteArray()));
  }

  private static Struct structOf(String part, Object found) {
    if (found instanceof Struct struct) return struct;
    throw new DataException("the record's " + part + " is " + found.getClass().getSimpleName() + ", expected a record with fields");
  }

  /** A record's fields are columns {@code <record>_<field>}; what has no value is left out, for the column's default. */
  private static void writeColumns(JsonGenerator json, Struct struct, String prefix, Set<String> written) throws IOException {
    for (Field field : struct.schema().fields()) {
      Object value = struct.getWithoutDefault(field.name());
      String column = prefix + field.name();
      if (value == null) continue;
      if (field.schema().type() == Schema.Type.STRUCT) writeColumns(json, (Struct) value, column + "_", written);
      else if (written.add(column)) {
        json.writeFieldName(column);
        JsonValue.write(json, field.schema(), value);
      }
    }
  }
}
