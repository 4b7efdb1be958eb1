package io.millrace.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes counts in the Confluent wire format, with the schema that the SQL's provisional counts have. */
final class PageViewCountSerde implements Serde<PageViewCount> {
  private final Schema schema;
  private final byte[] header;

  PageViewCountSerde(Schema schema, int schemaId) {
    this.schema = schema;
    this.header = ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array();
  }

  /** One for all stream threads, so what it works with is kept by thread. */
  @Override
  public Serializer<PageViewCount> serializer() {
    ThreadLocal<Writing> writings = ThreadLocal.withInitial(Writing::new);
    return (topic, count) -> writings.get().write(count);
  }

  @Override
  public Deserializer<PageViewCount> deserializer() {
    throw new UnsupportedOperationException("counts are only written");
  }

  private final class Writing {
    private final GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
    private final GenericRecord record = new GenericData.Record(schema);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private BinaryEncoder encoder;

    byte[] write(PageViewCount count) {
      bytes.reset();
      bytes.writeBytes(header);
      record.put("window_start", count.windowStartMs());
      record.put("postcode", count.postcode());
      record.put("window_end", count.windowEndMs());
      record.put("page_view_count", count.count());
      record.put("aggregate_interval", "PT1M");
      record.put("is_final", false);
      try {
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        writer.write(record, encoder);
        encoder.flush();
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
      return bytes.toByteArray();
    }
  }
}
