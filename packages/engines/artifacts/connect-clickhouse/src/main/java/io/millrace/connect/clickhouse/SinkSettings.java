package io.millrace.connect.clickhouse;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** Where the rows go. */
final class SinkSettings extends AbstractConfig {
  private static final String URL = "clickhouse.url";
  private static final String DATABASE = "clickhouse.database";
  private static final String USER = "clickhouse.user";
  private static final String PASSWORD = "clickhouse.password";
  private static final String TABLE = "clickhouse.table";
  private static final String TIMEOUT = "clickhouse.timeout.ms";

  static final ConfigDef DEFINITION = new ConfigDef()
      .define(URL, Type.STRING, ConfigDef.NO_DEFAULT_VALUE, SinkSettings::checkUrl, Importance.HIGH,
          "Address of ClickHouse's HTTP interface: http://clickhouse:8123")
      .define(DATABASE, Type.STRING, "default", new ConfigDef.NonEmptyString(), Importance.HIGH, "The table's database")
      .define(USER, Type.STRING, "default", new ConfigDef.NonEmptyString(), Importance.HIGH, "Who inserts")
      .define(PASSWORD, Type.PASSWORD, "", Importance.HIGH, "The user's password")
      .define(TABLE, Type.STRING, ConfigDef.NO_DEFAULT_VALUE, new ConfigDef.NonEmptyString(), Importance.HIGH,
          "A ReplacingMergeTree(kafka_offset, is_deleted) table with a column for every field of the records")
      .define(TIMEOUT, Type.INT, 60_000, ConfigDef.Range.between(100, 3_600_000), Importance.LOW,
          "How long an insert may take; one that takes longer is tried again");

  SinkSettings(Map<String, String> settings) {
    super(DEFINITION, settings, false);
  }

  URI url() {
    return URI.create(getString(URL));
  }

  String database() {
    return getString(DATABASE);
  }

  String user() {
    return getString(USER);
  }

  String password() {
    return getPassword(PASSWORD).value();
  }

  String table() {
    return getString(TABLE);
  }

  int timeoutMs() {
    return getInt(TIMEOUT);
  }

  private static void checkUrl(String name, Object value) {
    try {
      URI url = URI.create(String.valueOf(value));
      if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) return;
    } catch (IllegalArgumentException notAnAddress) {
      // Said below, as of every other text.
    }
    throw new ConfigException(name, value, "expected an address such as http://clickhouse:8123, http or https");
  }
}
