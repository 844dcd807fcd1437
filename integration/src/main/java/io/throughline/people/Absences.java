package io.throughline.people;

import io.throughline.canonical.Leave;
import io.throughline.facts.FactByFact;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Leave is kept as it stands now: one that is cancelled no longer lowers the capacity. */
@ApplicationScoped
public class Absences extends FactByFact<Leave> {

  @Inject Sql sql;

  public Absences() {
    super("leave", Leave.class, "operator");
  }

  @Override
  protected void taken(Arrival arrival, Leave leave, boolean newer) {
    sql.run(
        "insert into person_leave (source, leave_id, person_id, start_on, end_on, state, minutes, version) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (source, leave_id) do update set person_id = excluded.person_id, start_on = excluded.start_on, end_on = excluded.end_on, state = excluded.state, minutes = excluded.minutes,"
            + " version = excluded.version",
        arrival.source(), leave.leaveId(), leave.personId(), leave.startOn(), leave.endOn(), leave.state(), leave.minutes(), leave.version());
  }

}
