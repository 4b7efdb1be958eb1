package io.millrace.flink.events;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.AvroToRowDataConverters.AvroToRowDataConverter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/** Rows of an event table; a value that is none is kept as a dead letter, and left out. */
final class EventDeserializer implements DeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final EventTable table;
  private final AvroToRowDataConverter converter;
  private final TypeInformation<RowData> type;
  private transient EventReader reader;
  private transient DeadLetters deadLetters;
  private transient Counter unreadable;
  private transient Counter withoutValue;

  EventDeserializer(EventTable table, AvroToRowDataConverter converter, TypeInformation<RowData> type) {
    this.table = table;
    this.converter = converter;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    reader = new EventReader(table, converter);
    deadLetters = new DeadLetters(table, context.getUserCodeClassLoader());
    unreadable = context.getMetricGroup().counter("unreadableRecords");
    withoutValue = context.getMetricGroup().counter("recordsWithoutValue");
  }

  /**
   * @return null for what is left out
   * @throws IOException when the registry cannot be asked, or the dead letter topic does not take the record
   */
  @Override
  public RowData deserialize(byte[] value) throws IOException {
    if (value == null) {
      withoutValue.inc();
      return null;
    }
    try {
      return reader.read(value);
    } catch (UnreadableEvent event) {
      deadLetters.keep(value, event.getMessage());
      unreadable.inc();
      return null;
    }
  }

  @Override
  public boolean isEndOfStream(RowData row) {
    return false;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return type;
  }
}
