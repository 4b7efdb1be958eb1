package io.millrace.flink.events;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.avro.shaded.org.apache.avro.AvroTypeException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.SystemLimitException;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryDecoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.formats.avro.AvroToRowDataConverters.AvroToRowDataConverter;
import org.apache.flink.table.data.RowData;

/**
 * Reads framed Avro: a zero, the schema's id in four bytes, the record. Flink's own reader keeps what a broken record leaves
 * in its buffer and takes it for the beginning of the next one; this one begins anew with every value.
 */
final class EventReader {
  private static final int HEADER_BYTES = 5;

  private final WriterSchemas writerSchemas;
  private final Schema schema;
  private final AvroToRowDataConverter converter;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private int lastId;
  private GenericDatumReader<GenericRecord> lastReader;
  private BinaryDecoder decoder;

  EventReader(EventTable table, AvroToRowDataConverter converter) {
    this.writerSchemas = new WriterSchemas(table);
    this.schema = new Schema.Parser().parse(table.schema());
    this.converter = converter;
  }

  /** @throws IOException when the registry cannot be asked: nothing is known of the value then */
  RowData read(byte[] value) throws IOException, UnreadableEvent {
    if (value.length < HEADER_BYTES)
      throw new UnreadableEvent("it has " + value.length + " bytes, and framed Avro begins with five of its own");
    if (value[0] != 0) throw new UnreadableEvent("it does not begin with the zero of framed Avro");
    int id = ByteBuffer.wrap(value).getInt(1);
    GenericDatumReader<GenericRecord> reader = readerOf(id);
    try {
      decoder =
          DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
      GenericRecord record = reader.read(null, decoder);
      if (decoder.isEnd()) return (RowData) converter.convert(record);
    } catch (IOException | RuntimeException | StackOverflowError error) {
      throw new UnreadableEvent(reason(error, id));
    }
    throw new UnreadableEvent("bytes follow its end as schema " + id + " sets it");
  }

  private GenericDatumReader<GenericRecord> readerOf(int id) throws IOException, UnreadableEvent {
    if (lastReader != null && lastId == id) return lastReader;
    GenericDatumReader<GenericRecord> reader = readers.get(id);
    if (reader == null) {
      reader = new GenericDatumReader<>(writerSchemas.find(id), schema);
      readers.put(id, reader);
    }
    lastId = id;
    lastReader = reader;
    return reader;
  }

  /** Avro's own messages quote what they choke on. */
  private static String reason(Throwable error, int id) {
    if (error instanceof EOFException) return "it ends before schema " + id + " does";
    if (error instanceof SystemLimitException) return "as schema " + id + " reads it, a part is longer than any may be";
    if (error instanceof AvroTypeException) return "schema " + id + ", which it names, does not fit the table's";
    return "it is not written with schema " + id + ", which it names (" + error.getClass().getSimpleName() + ")";
  }
}
