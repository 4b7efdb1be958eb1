package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads page views in the Confluent wire format with the plain Avro library; decoder and record are used again. Where only
 * the event time is wanted, the reader's schema holds it alone, so that the other fields are skipped instead of read.
 */
final class PageViewSerde implements Serde<PageView> {
  private static final int HEADER_BYTES = 5;
  private static final String EVENT_TIME = "viewed_at";

  private final Schema written;
  private final Schema wanted;

  PageViewSerde(Schema written, boolean isEventTimeAlone) {
    this.written = written;
    this.wanted = isEventTimeAlone ? eventTimeOf(written) : written;
  }

  private static Schema eventTimeOf(Schema written) {
    return SchemaBuilder.record(written.getName())
        .namespace(written.getNamespace())
        .fields()
        .name(EVENT_TIME)
        .type(written.getField(EVENT_TIME).schema())
        .noDefault()
        .endRecord();
  }

  /** One for all stream threads, so what it works with is kept by thread. */
  @Override
  public Deserializer<PageView> deserializer() {
    ThreadLocal<Reading> readings = ThreadLocal.withInitial(Reading::new);
    return (topic, bytes) -> bytes == null ? null : readings.get().read(topic, bytes);
  }

  @Override
  public Serializer<PageView> serializer() {
    throw new UnsupportedOperationException("page views are only read");
  }

  private final class Reading {
    private final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(written, wanted);
    private BinaryDecoder decoder;
    private GenericRecord record;

    PageView read(String topic, byte[] bytes) {
      if (bytes[0] != 0) {
        throw new IllegalArgumentException("a value of " + topic + " is not in the Confluent wire format");
      }
      try {
        decoder =
            DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        record = reader.read(record, decoder);
        return new PageView((Long) record.get(EVENT_TIME));
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }
}
