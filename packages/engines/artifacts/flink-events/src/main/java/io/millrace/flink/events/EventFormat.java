package io.millrace.flink.events;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.AvroToRowDataConverters;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Makes a table's {@link EventDeserializer}. */
final class EventFormat implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {
  private final EventTable table;
  private final DecodingFormat<DeserializationSchema<RowData>> stock;

  EventFormat(EventTable table, DecodingFormat<DeserializationSchema<RowData>> stock) {
    this.table = table;
    this.stock = stock;
  }

  @Override
  public DeserializationSchema<RowData> createRuntimeDecoder(
      DynamicTableSource.Context context, DataType physicalType, int[][] projections) {
    DataType producedType = Projection.of(projections).project(physicalType);
    // Refuses columns that are not those of the schema.
    stock.createRuntimeDecoder(context, producedType);
    TypeInformation<RowData> type = context.createTypeInformation(producedType);
    RowType rowType = (RowType) producedType.getLogicalType();
    return new EventDeserializer(table, AvroToRowDataConverters.createRowConverter(rowType), type);
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return stock.getChangelogMode();
  }
}
