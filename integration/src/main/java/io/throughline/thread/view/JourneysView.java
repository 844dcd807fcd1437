package io.throughline.thread.view;

import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.view.Journey.Attempt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Journeys, the one that moved last first. */
@ApplicationScoped
@Transactional
public class JourneysView {

  @Inject Sql sql;

  private record Detail(Journey journey, int position, String trigger) {}

  public Page<Journey> list(String state, String plan, String threadId, int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var found =
        sql.list(
            Journey::of,
            "select * from journey where (cast(? as text) is null or state = ?) and (cast(? as text) is null or plan = ?) and (cast(? as text) is null or thread_id = ?)"
                + " and (cast(? as text) is null or (changed_at, id) < (cast(? as timestamptz), ?)) order by changed_at desc, id desc limit ?",
            state, state, plan, plan, threadId, threadId, from[0], from[0], from[1], limit + 1);
    return Page.of(found, limit, journey -> List.of(journey.changedAt(), journey.id()));
  }

  /** One journey with its steps, effects and trigger. */
  public Optional<Journey> of(String id) {
    return detail("id = ?", id).stream().findFirst();
  }

  List<Journey> ofThread(String threadId) {
    return detail("thread_id = ? order by started_at, id", threadId);
  }

  private List<Journey> detail(String where, String argument) {
    var found =
        sql.list(row -> new Detail(Journey.of(row), (int) row.number("position"), row.text("trigger_body")), "select * from journey where " + where, argument);
    return found.stream().map(one -> one.journey().with(PlanSteps.of(one.journey(), one.position(), attempts(one.journey().id())), Json.read(one.trigger()))).toList();
  }

  private List<Attempt> attempts(String journeyId) {
    return sql.list(
        row ->
            new Attempt(
                row.text("step"),
                row.text("effect_key"),
                row.text("system"),
                row.text("operation"),
                (int) row.number("tries"),
                row.text("effect"),
                row.is("withdrawn"),
                row.text("problem"),
                row.text("target_id"),
                row.instant("first_at"),
                row.instant("last_at"),
                row.text("code"),
                row.instant("due_at")),
        "select a.*, r.target_id, w.code, w.due_at from attempt a left join receipt r using (effect_key) left join waiting w using (effect_key) where a.journey_id = ? order by a.first_at, a.step",
        journeyId);
  }
}
