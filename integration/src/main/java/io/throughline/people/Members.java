package io.throughline.people;

import io.throughline.connector.Connectors.Item;
import io.throughline.intake.FactTaker;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Under which id somebody books time. Delivery systems tell no version of it: what is read last holds. */
@ApplicationScoped
public class Members implements FactTaker {

  @Inject Sql sql;
  @Inject ExceptionItems exceptions;

  /** A {@code member} fact. */
  public record Member(String memberId, String version, String email, String name) {}

  @Override
  public String kind() {
    return "member";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    Member member;
    try {
      member = Json.as(item.fact(), Member.class);
    } catch (IllegalArgumentException unreadable) {
      exceptions.raiseFact(kind(), arrival.source(), item.key(), arrival.evidenceId(), "FACT_UNREADABLE", unreadable.getMessage(), "operator");
      return new Taken(item.key(), Outcome.HELD, unreadable.getMessage());
    }
    exceptions.resolveFact(kind(), arrival.source(), item.key());
    var changed =
        sql.run(
            "insert into member (system, member_id, email, name) values (?, ?, ?, ?) on conflict (system, member_id) do update set email = excluded.email, name = excluded.name"
                + " where (member.email, member.name) is distinct from (excluded.email, excluded.name)",
            arrival.source(), member.memberId(), member.email(), member.name());
    return new Taken(item.key(), changed == 1 ? Outcome.ACCEPTED : Outcome.UNCHANGED, null);
  }
}
