package io.throughline.process;

import io.throughline.system.Role;
import java.util.Map;

/**
 * A command on its way to a system.
 *
 * @param key the intended effect's key: hex of a SHA-256 over the journey's business key, step, item and generation
 * @param input the command's components by name
 */
public record Envelope(
    String journeyId,
    String threadId,
    String key,
    String step,
    int item,
    Role role,
    String system,
    String operation,
    boolean effectFree,
    Map<String, Object> input,
    String traceparent) {}
