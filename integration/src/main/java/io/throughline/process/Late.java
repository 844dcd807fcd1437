package io.throughline.process;

import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Journeys that have waited too long for one answer: told to the operator as exception items, which end by themselves once the journey goes on. */
@ApplicationScoped
public class Late {

  private static final String CODE = "LATE";
  private static final String WAITS_TOO_LONG = "j.state in ('running', 'undoing') and j.awaiting is not null and j.changed_at < ?";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject ExceptionItems exceptions;

  @Inject
  @ConfigProperty(name = "throughline.late.after")
  Duration after;

  private record Journey(String id, String threadId, Instant since, String why) {}

  /** Raises an item for each that is late and has none, and resolves those of journeys that went on. */
  @Transactional
  public void tell() {
    var before = clock.instant().minus(after);
    sql.run(
        "update exception_item i set state = 'resolved', resolved_at = ?, resolved_by = 'hub', resolution = 'went on by itself'"
            + " where i.state = 'open' and i.code = ? and i.subject = 'journey' and not exists (select 1 from journey j where j.id = i.subject_id and " + WAITS_TOO_LONG + ")",
        clock.instant(), CODE, before);
    sql.list(
            row -> new Journey(row.text("id"), row.text("thread_id"), row.instant("changed_at"), row.text("why")),
            "select j.id, j.thread_id, j.changed_at, coalesce('for ' || w.system || ': ' || coalesce(w.reason, w.code), 'for an answer') as why"
                + " from journey j left join waiting w on w.effect_key = j.awaiting where " + WAITS_TOO_LONG
                + " and not exists (select 1 from exception_item i where i.subject = 'journey' and i.subject_id = j.id and i.state = 'open') order by j.changed_at limit 1000",
            before)
        .forEach(this::tell);
  }

  /** Whether it waits too long for an answer: its command or the reply may be lost. */
  boolean isLate(JourneyRow journey) {
    return journey.is("running", "undoing") && journey.awaiting != null && journey.changedAt.isBefore(clock.instant().minus(after));
  }

  private void tell(Journey late) {
    exceptions.raise(new Trouble("journey", late.id(), late.threadId(), late.id(), null, CODE, "waits since " + late.since() + " " + late.why(), "operator", List.of()));
  }
}
