package io.throughline.people;

import io.throughline.canonical.Worker;
import io.throughline.store.Sql;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Tells the threads on which a person works what changed about the person. Amounts are not told: everybody reads a thread's hops. */
@ApplicationScoped
class Moves {

  @Inject Sql sql;
  @Inject Checkpoints checkpoints;

  void tell(String source, Worker worker, List<String> changed) {
    var name = worker.name() == null ? worker.personId() : worker.name();
    sql.list(
            row -> row.text("thread_id"),
            "select distinct l.thread_id from labour l join engagement e using (thread_id) where e.state = 'active' and l.people = ? and l.person_id = ? order by 1",
            source, worker.personId())
        .forEach(thread -> checkpoints.leave(new Hop(thread, null, "person-changed", source, "worker", worker.personId(), null, "changed", name + " " + String.join(", ", changed), null, null, null, null)));
  }
}
