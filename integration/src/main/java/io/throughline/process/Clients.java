package io.throughline.process;

import io.throughline.canonical.ClientAccount;
import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.customermaster.ClientChanged;
import io.throughline.journey.customermaster.CustomerSync;
import io.throughline.store.Json;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** A client that is said otherwise than when it was billed last is brought to its billing accounts; one that is not billed yet is only kept. */
@ApplicationScoped
public class Clients implements FactTaker {

  private static final String KIND = "client";

  @Inject Facts facts;
  @Inject Engagements engagements;
  @Inject Journeys journeys;
  @Inject ExceptionItems exceptions;

  /** A {@code client} fact. */
  public record Told(String accountId, String version, ClientAccount client) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    Told told;
    try {
      told = Json.as(item.fact(), Told.class);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item, "FACT_UNREADABLE", unreadable.getMessage());
    }
    var found = facts.keep(new Fact(KIND, arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), null));
    return switch (found) {
      case NEW, NEWER -> {
        for (var billed : engagements.billed(arrival.source(), told.accountId())) {
          if (found == Found.NEWER || !billed.terms().client().saysTheSame(told.client())) sync(arrival.source(), told, billed);
        }
        yield new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
      }
      case UNCHANGED -> new Taken(item.key(), Outcome.UNCHANGED, null);
      case DUPLICATE, OLDER -> new Taken(item.key(), Outcome.DUPLICATE, null);
      case CONFLICT -> held(arrival, item, "VERSION_CONFLICT", "version " + item.version() + " came before with other content");
    };
  }

  /** A change that is held is overtaken by a newer one. */
  private void sync(String source, Told told, Engagement billed) {
    var changed = new ClientChanged(told.version(), billed.contractingEntity(), billed.customerId(), told.client());
    var account = "customer-sync:" + source + ":" + told.accountId() + ":" + billed.customerId() + ":";
    if (journeys.renewHeld(account, changed)) return;
    journeys.start(CustomerSync.PLAN, account + told.version(), billed.threadId(), changed);
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    exceptions.raise(
        new Trouble("fact", KIND + ":" + arrival.source() + ":" + item.key(), null, null, arrival.evidenceId(), code, reason, "sales-ops", List.of(new Field("", code, reason))));
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
