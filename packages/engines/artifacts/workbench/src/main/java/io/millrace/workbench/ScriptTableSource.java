package io.millrace.workbench;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.legacy.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table that a script fills. The record's time is its one metadata column, as on a Kafka table. */
final class ScriptTableSource implements ScanTableSource, SupportsWatermarkPushDown, SupportsReadingMetadata {
  static final String TIME = "timestamp";
  static final DataType TIME_TYPE = DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3);

  private final String path;
  private final boolean isFollowed;
  private final ChangelogMode changelogMode;
  private final DecodingFormat<DeserializationSchema<RowData>> format;
  private final DataType rowType;
  private WatermarkStrategy<RowData> watermarks;
  private boolean hasTime;

  /** @param isFollowed whether a sink of the same job writes the file */
  ScriptTableSource(
      String path,
      boolean isFollowed,
      ChangelogMode changelogMode,
      DecodingFormat<DeserializationSchema<RowData>> format,
      DataType rowType) {
    this.path = path;
    this.isFollowed = isFollowed;
    this.changelogMode = changelogMode;
    this.format = format;
    this.rowType = rowType;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return changelogMode;
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    DeserializationSchema<RowData> decoder = format.createRuntimeDecoder(context, rowType);
    // A source that is called bounded keeps its watermarks for itself until its end.
    boolean isBounded = false;
    return SourceFunctionProvider.of(new ScriptSource(path, isFollowed, decoder, watermarks, hasTime), isBounded);
  }

  @Override
  public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
    watermarks = watermarkStrategy;
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    return Map.of(TIME, TIME_TYPE);
  }

  @Override
  public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
    hasTime = !metadataKeys.isEmpty();
  }

  @Override
  public DynamicTableSource copy() {
    ScriptTableSource copy = new ScriptTableSource(path, isFollowed, changelogMode, format, rowType);
    copy.watermarks = watermarks;
    copy.hasTime = hasTime;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "a script";
  }
}
