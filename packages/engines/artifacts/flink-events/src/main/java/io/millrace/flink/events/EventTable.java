package io.millrace.flink.events;

import java.io.Serializable;
import java.util.Map;

/**
 * What is known of a table whose values are read.
 *
 * @param schema the Avro schema that its columns were made from
 * @param subject under which the registry knows its schemas
 */
record EventTable(
    String name,
    String topic,
    String schema,
    String subject,
    String registryUrl,
    Map<String, String> registrySettings,
    String deadLetterTopic,
    Map<String, String> producerSettings)
    implements Serializable {}
