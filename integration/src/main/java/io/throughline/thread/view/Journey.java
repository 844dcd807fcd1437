package io.throughline.thread.view;

import io.throughline.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A journey: where it stands, and in detail its steps with every effect it asked for. */
public record Journey(
    String id,
    String plan,
    int planVersion,
    String businessKey,
    String threadId,
    String state,
    String step,
    int generation,
    String approvedBy,
    String undoAsked,
    Instant startedAt,
    Instant changedAt,
    List<Step> steps,
    Map<String, Object> trigger) {

  /** A step of the plan. {@code state}: done, ahead, or the journey's own state where it stands; while undoing, steps behind it are still done. */
  public record Step(String name, String kind, String state, List<Attempt> attempts) {}

  /** One effect that was asked of a system; {@code step} begins with {@code undo:} where it takes something back. */
  public record Attempt(
      String step,
      String effectKey,
      String system,
      String operation,
      int tries,
      String effect,
      boolean withdrawn,
      String problem,
      String targetId,
      Instant firstAt,
      Instant lastAt,
      String waitsFor,
      Instant waitsUntil) {}

  static Journey of(Row row) throws SQLException {
    var plan = row.text("plan");
    var version = (int) row.number("plan_version");
    return new Journey(
        row.text("id"),
        plan,
        version,
        row.text("business_key"),
        row.text("thread_id"),
        row.text("state"),
        PlanSteps.at(plan, version, (int) row.number("position")),
        (int) row.number("generation"),
        row.text("approved_by"),
        row.text("undo_asked"),
        row.instant("started_at"),
        row.instant("changed_at"),
        null,
        null);
  }

  Journey with(List<Step> all, Map<String, Object> body) {
    return new Journey(id, plan, planVersion, businessKey, threadId, state, step, generation, approvedBy, undoAsked, startedAt, changedAt, all, body);
  }

  /** Where it stands, without the calls behind it and without what started it. */
  Journey outlined() {
    return with(steps.stream().map(one -> new Step(one.name(), one.kind(), one.state(), null)).toList(), null);
  }
}
