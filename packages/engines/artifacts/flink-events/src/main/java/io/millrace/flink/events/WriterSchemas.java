package io.millrace.flink.events;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;

/** The schemas that values were written with, from the registry. What it does not know is asked again the next time. */
final class WriterSchemas {
  private static final int CACHED_SCHEMAS = 1_000;
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final EventTable table;
  private final SchemaRegistryClient registry;

  WriterSchemas(EventTable table) {
    this.table = table;
    this.registry =
        new CachedSchemaRegistryClient(table.registryUrl(), CACHED_SCHEMAS, table.registrySettings());
  }

  /**
   * @throws UnreadableEvent when the registry answers that there is none
   * @throws IOException when it does not answer, or cannot know
   */
  Schema find(int id) throws IOException, UnreadableEvent {
    if (id <= 0) throw new UnreadableEvent("it names schema " + id + ", and ids begin with 1");
    try {
      ParsedSchema found = registry.getSchemaById(id);
      if (found.rawSchema() instanceof Schema schema) return schema;
    } catch (RestClientException error) {
      if (error.getErrorCode() != SCHEMA_NOT_FOUND) throw noAnswer(error);
      requireOwnRegistry();
      throw new UnreadableEvent("the registry knows no schema " + id + ", which it names");
    } catch (IOException error) {
      if (!isNoAvro(error)) throw noAnswer(error);
    }
    throw new UnreadableEvent("schema " + id + ", which it names, is not one of Avro");
  }

  /** A registry that is empty, or another one, says of every schema that there is none: the values may be good. */
  private void requireOwnRegistry() throws IOException {
    try {
      registry.getLatestSchemaMetadata(table.subject());
    } catch (RestClientException | IOException error) {
      throw noAnswer(error);
    }
  }

  /** The client's only error about an answer that came: without a cause, and with these words. */
  private static boolean isNoAvro(IOException error) {
    return error.getClass() == IOException.class
        && error.getMessage() != null
        && error.getMessage().startsWith("Invalid schema ");
  }

  /** Without a cause: Flink and the doctor show the innermost one, and "Connection refused" would not say by whom. */
  private IOException noAnswer(Exception cause) {
    return new IOException(
        "The schema registry at "
            + table.registryUrl()
            + " could not say what records of topic "
            + table.topic()
            + " were written with; found: "
            + Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName())
            + ", expected: the schemas of subject "
            + table.subject()
            + ". The job goes on by itself once it can.");
  }
}
