package io.throughline.thread.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What arrived, and in detail what became of each fact in it. {@code state}: new, queued, read. */
public record Evidence(
    long id,
    String source,
    String feed,
    String eventId,
    String sha256,
    long bytes,
    String state,
    Map<String, Object> outcome,
    Instant receivedAt,
    Instant readAt,
    List<Entry> entries) {

  /** One fact: stored under its key and version, or why it was not. */
  public record Entry(String key, String version, String outcome, String detail) {}
}
