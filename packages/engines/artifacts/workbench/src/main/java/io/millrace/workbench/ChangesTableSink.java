package io.millrace.workbench;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table whose changes are written down. */
final class ChangesTableSink implements DynamicTableSink, SupportsWritingMetadata {
  private final String path;
  private final ChangelogMode changelogMode;
  private final EncodingFormat<SerializationSchema<RowData>> format;
  private final DataType rowType;
  private boolean hasTime;

  ChangesTableSink(
      String path,
      ChangelogMode changelogMode,
      EncodingFormat<SerializationSchema<RowData>> format,
      DataType rowType) {
    this.path = path;
    this.changelogMode = changelogMode;
    this.format = format;
    this.rowType = rowType;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return changelogMode;
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    SerializationSchema<RowData> encoder = format.createRuntimeEncoder(context, rowType);
    // Metadata columns come behind the physical ones.
    int timeIndex = hasTime ? DataType.getFieldCount(rowType) : -1;
    return SinkV2Provider.of(new ChangesSink(path, encoder, timeIndex), 1);
  }

  @Override
  public Map<String, DataType> listWritableMetadata() {
    return Map.of(ScriptTableSource.TIME, ScriptTableSource.TIME_TYPE);
  }

  @Override
  public void applyWritableMetadata(List<String> metadataKeys, DataType consumedDataType) {
    hasTime = !metadataKeys.isEmpty();
  }

  @Override
  public DynamicTableSink copy() {
    ChangesTableSink copy = new ChangesTableSink(path, changelogMode, format, rowType);
    copy.hasTime = hasTime;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "a file of changes";
  }
}
