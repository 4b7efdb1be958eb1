package io.millrace.flink.events;

/** The bytes are no event, whenever they are read. The message holds nothing of what they say. */
final class UnreadableEvent extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableEvent(String reason) {
    // Thrown for each of many records, and never shown with its place.
    super(reason, null, false, false);
  }
}
