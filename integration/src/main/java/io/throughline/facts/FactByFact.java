package io.throughline.facts;

import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.store.Json;
import io.throughline.thread.ExceptionItems;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Takes facts one by one: each is read, kept by its version, and handed on if it is new. What cannot be read, or comes again under a version with other content, is held for its owner until a newer version comes.
 *
 * @param <T> what a fact of the kind says
 */
public abstract class FactByFact<T> implements FactTaker {

  @Inject Facts facts;
  @Inject ExceptionItems exceptions;

  private final String kind;
  private final Class<T> type;
  private final String owner;

  protected FactByFact(String kind, Class<T> type, String owner) {
    this.kind = kind;
    this.type = type;
    this.owner = owner;
  }

  /** The thread it belongs to, if that is known. */
  protected String thread(Arrival arrival, T fact) {
    return null;
  }

  /** What is new, or newer than what was known. */
  protected abstract void taken(Arrival arrival, T fact, boolean newer);

  /** What is known of a thing now. */
  protected Optional<T> newest(String source, String key) {
    return facts.newest(kind, source, key).map(told -> Json.read(told.body(), type));
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    facts.alone(kind, arrival.source(), items);
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    T fact;
    try {
      fact = Json.as(item.fact(), type);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item, "FACT_UNREADABLE", unreadable.getMessage());
    }
    var found = facts.keep(new Fact(kind, arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), thread(arrival, fact)));
    return switch (found) {
      case NEW, NEWER -> {
        exceptions.resolveFact(kind, arrival.source(), item.key());
        taken(arrival, fact, found == Found.NEWER);
        yield new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
      }
      case UNCHANGED -> new Taken(item.key(), Outcome.UNCHANGED, null);
      case DUPLICATE, OLDER -> new Taken(item.key(), Outcome.DUPLICATE, null);
      case CONFLICT -> held(arrival, item, "VERSION_CONFLICT", "version " + item.version() + " came before with other content");
    };
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    exceptions.raiseFact(kind, arrival.source(), item.key(), arrival.evidenceId(), code, reason, owner);
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
