package io.millrace.workbench;

import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;

/**
 * {@code 'connector' = 'millrace-changes'}: every change in its order, one a line, in the file at {@code path}. A table with a
 * primary key takes upserts, any other inserts alone. Statements of the same job that read the table get what is written, as
 * they would from its topic.
 */
public final class ChangesTableFactory implements DynamicTableSinkFactory, DynamicTableSourceFactory {
  @Override
  public String factoryIdentifier() {
    return "millrace-changes";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(EventsTableFactory.PATH, FactoryUtil.FORMAT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    EncodingFormat<SerializationSchema<RowData>> format =
        helper.discoverEncodingFormat(SerializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    String path = helper.getOptions().get(EventsTableFactory.PATH);
    return new ChangesTableSink(path, changelogMode(context), format, context.getPhysicalRowDataType());
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    DecodingFormat<DeserializationSchema<RowData>> format =
        helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    String path = helper.getOptions().get(EventsTableFactory.PATH);
    return new ScriptTableSource(path, true, changelogMode(context), format, context.getPhysicalRowDataType());
  }

  private static ChangelogMode changelogMode(Context context) {
    boolean hasKey = context.getCatalogTable().getResolvedSchema().getPrimaryKey().isPresent();
    return hasKey ? ChangelogMode.upsert() : ChangelogMode.insertOnly();
  }
}
