package io.throughline.people;

import io.throughline.canonical.Leave;
import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Leave is kept as it stands now: one that is cancelled no longer lowers the capacity. */
@ApplicationScoped
public class Absences implements FactTaker {

  private static final String KIND = "leave";

  @Inject Sql sql;
  @Inject Facts facts;
  @Inject ExceptionItems exceptions;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    Leave leave;
    try {
      leave = Json.as(item.fact(), Leave.class);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item, "FACT_UNREADABLE", unreadable.getMessage());
    }
    var found = facts.keep(new Fact(KIND, arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), null));
    if (found == Found.CONFLICT) return held(arrival, item, "VERSION_CONFLICT", "version " + item.version() + " came before with other content");
    if (found != Found.NEW && found != Found.NEWER) return new Taken(item.key(), Outcome.DUPLICATE, null);
    sql.run(
        "insert into person_leave (source, leave_id, person_id, start_on, end_on, state, minutes, version) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (source, leave_id) do update set person_id = excluded.person_id, start_on = excluded.start_on, end_on = excluded.end_on, state = excluded.state, minutes = excluded.minutes,"
            + " version = excluded.version",
        arrival.source(), leave.leaveId(), leave.personId(), leave.startOn(), leave.endOn(), leave.state(), leave.minutes(), leave.version());
    return new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    exceptions.raise(
        new Trouble("fact", KIND + ":" + arrival.source() + ":" + item.key(), null, null, arrival.evidenceId(), code, reason, "operator", List.of(new Field("", code, reason))));
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
