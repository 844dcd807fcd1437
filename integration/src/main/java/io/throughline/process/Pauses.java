package io.throughline.process;

import io.throughline.connector.Connectors;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;

/** The systems that operators have stopped traffic to, on every node and through a restart. */
@ApplicationScoped
public class Pauses {

  @Inject Connectors connectors;
  @Inject Book book;

  /** At once on this node, on the others as they look. */
  public void pause(String system, boolean paused) {
    book.keep(system, paused);
    take();
  }

  /** Takes what was said on any node. One look at a time: an older one must not undo what a newer one has taken. */
  public synchronized void take() {
    var paused = book.paused();
    connectors.health().forEach(one -> connectors.pause(one.system(), paused.contains(one.system())));
  }

  /** Each a short transaction: who is told that a system is paused may rely on it. */
  @ApplicationScoped
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public static class Book {

    @Inject Sql sql;
    @Inject Clock clock;

    void keep(String system, boolean paused) {
      if (paused) sql.run("insert into paused_system (system, paused_at) values (?, ?) on conflict do nothing", system, clock.instant());
      else sql.run("delete from paused_system where system = ?", system);
    }

    Set<String> paused() {
      return Set.copyOf(sql.list(row -> row.text("system"), "select system from paused_system"));
    }
  }
}
