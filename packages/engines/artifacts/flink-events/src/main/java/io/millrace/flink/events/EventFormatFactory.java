package io.millrace.flink.events;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.registry.confluent.AvroConfluentFormatOptions;
import org.apache.flink.formats.avro.registry.confluent.RegistryAvroFormatFactory;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code 'value.format' = 'avro-confluent-or-dead-letter'} of a table of Kafka: what {@code avro-confluent} reads with the
 * same options; a value that cannot be read goes to {@code dead-letter-topic} and is left out.
 */
public final class EventFormatFactory implements DeserializationFormatFactory {
  static final ConfigOption<String> DEAD_LETTER_TOPIC =
      ConfigOptions.key("dead-letter-topic").stringType().noDefaultValue();
  private static final String CLIENT_PREFIX = "properties.";

  private final RegistryAvroFormatFactory stock = new RegistryAvroFormatFactory();

  @Override
  public String factoryIdentifier() {
    return "avro-confluent-or-dead-letter";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(
        AvroConfluentFormatOptions.URL,
        AvroConfluentFormatOptions.SUBJECT,
        AvroConfluentFormatOptions.SCHEMA,
        DEAD_LETTER_TOPIC);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    Set<ConfigOption<?>> options = new HashSet<>(stock.optionalOptions());
    options.removeAll(requiredOptions());
    return options;
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    FactoryUtil.validateFactoryOptions(this, options);
    Map<String, String> tableOptions = context.getCatalogTable().getOptions();
    Map<String, String> registrySettings = RegistryAvroFormatFactory.buildOptionalPropertiesMap(options);
    EventTable table =
        new EventTable(
            context.getObjectIdentifier().getObjectName(),
            tableOptions.get("topic"),
            options.get(AvroConfluentFormatOptions.SCHEMA),
            options.get(AvroConfluentFormatOptions.SUBJECT),
            options.get(AvroConfluentFormatOptions.URL),
            registrySettings == null ? Map.of() : new HashMap<>(registrySettings),
            options.get(DEAD_LETTER_TOPIC),
            producerSettings(tableOptions));
    return new EventFormat(table, stock.createDecodingFormat(context, options));
  }

  /** The table's settings of Kafka's client that a producer has too: addresses and how they are reached. */
  private static Map<String, String> producerSettings(Map<String, String> tableOptions) {
    Map<String, String> settings = new HashMap<>();
    tableOptions.forEach(
        (key, value) -> {
          if (!key.startsWith(CLIENT_PREFIX)) return;
          String name = key.substring(CLIENT_PREFIX.length());
          if (ProducerConfig.configNames().contains(name)) settings.put(name, value);
        });
    return settings;
  }
}
