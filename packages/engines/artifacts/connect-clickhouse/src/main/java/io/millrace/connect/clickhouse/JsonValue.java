package io.millrace.connect.clickhouse;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Values as ClickHouse reads them from JSON without loss: times in UTC, decimals as texts. */
final class JsonValue {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private JsonValue() {}

  static void write(JsonGenerator json, Schema schema, Object value) throws IOException {
    if (value == null) json.writeNull();
    else if (value instanceof Date time) json.writeString(TIME.format(Instant.ofEpochMilli(time.getTime())));
    else if (value instanceof BigDecimal number) json.writeString(number.toPlainString());
    else
      switch (schema.type()) {
        case STRING -> json.writeString((String) value);
        case BOOLEAN -> json.writeBoolean((Boolean) value);
        case INT8, INT16, INT32, INT64 -> json.writeNumber(((Number) value).longValue());
        case FLOAT32, FLOAT64 -> writeDouble(json, ((Number) value).doubleValue());
        case ARRAY -> writeArray(json, schema.valueSchema(), (Collection<?>) value);
        case MAP -> writeMap(json, schema.valueSchema(), (Map<?, ?>) value);
        case STRUCT -> writeStruct(json, (Struct) value);
        default -> throw new DataException("a value is of type " + schema.type() + ", which has no column");
      }
  }

  /** Numbers that JSON has no form for are texts, as ClickHouse writes them. */
  private static void writeDouble(JsonGenerator json, double value) throws IOException {
    if (Double.isNaN(value)) json.writeString("nan");
    else if (Double.isInfinite(value)) json.writeString(value > 0 ? "inf" : "-inf");
    else json.writeNumber(value);
  }

  private static void writeArray(JsonGenerator json, Schema items, Collection<?> values) throws IOException {
    json.writeStartArray();
    for (Object value : values) write(json, items, value);
    json.writeEndArray();
  }

  private static void writeMap(JsonGenerator json, Schema items, Map<?, ?> values) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, items, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeStruct(JsonGenerator json, Struct value) throws IOException {
    json.writeStartObject();
    for (Field field : value.schema().fields()) {
      json.writeFieldName(field.name());
      write(json, field.schema(), value.getWithoutDefault(field.name()));
    }
    json.writeEndObject();
  }
}
