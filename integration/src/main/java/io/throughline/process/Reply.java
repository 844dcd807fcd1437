package io.throughline.process;

import io.throughline.journey.Outcome;
import io.throughline.journey.Outcome.Field;
import java.util.List;
import java.util.Map;

/** What a system answered, on its way back to the journey. Never a retry: what has to wait is a row. */
public record Reply(
    String journeyId,
    String threadId,
    String key,
    String system,
    String operation,
    Kind kind,
    Map<String, Object> answer,
    String targetId,
    String mappingVersion,
    String code,
    String reason,
    List<Field> fields,
    String traceparent) {

  /** How it ended. */
  public enum Kind {
    DONE,
    HELD,
    REFUSED
  }

  static Reply done(Envelope to, Map<String, Object> answer, String targetId, String mappingVersion) {
    return new Reply(to.journeyId(), to.threadId(), to.key(), to.system(), to.operation(), Kind.DONE, answer, targetId, mappingVersion, null, null, List.of(), to.traceparent());
  }

  static Reply held(Envelope to, Outcome.Hold hold) {
    return new Reply(to.journeyId(), to.threadId(), to.key(), to.system(), to.operation(), Kind.HELD, null, null, null, hold.code(), hold.reason(), hold.fields(), to.traceparent());
  }

  static Reply refused(Envelope to, String code, String reason, List<Field> fields) {
    return new Reply(to.journeyId(), to.threadId(), to.key(), to.system(), to.operation(), Kind.REFUSED, null, null, null, code, reason, fields, to.traceparent());
  }
}
