package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.store.Json;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** A won deal opens its engagement, once, however often it is reported; a newer version heals an opening that is held. */
@ApplicationScoped
public class WonDeals implements FactTaker {

  @Inject Facts facts;
  @Inject Engagements engagements;
  @Inject Journeys journeys;
  @Inject ExceptionItems exceptions;

  /** The opening's business key. */
  public static String key(String system, String dealId) {
    return "engagement-opening:" + system + ":" + dealId;
  }

  @Override
  public String kind() {
    return "won-deal";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    WonDeal deal;
    try {
      deal = Json.as(item.fact(), WonDeal.class);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item, "FACT_UNREADABLE", unreadable.getMessage());
    }
    var thread = Engagements.threadOf(arrival.source(), deal.dealId());
    var found = facts.keep(new Fact(kind(), arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), thread));
    return switch (found) {
      case NEW, NEWER -> {
        engagements.begin(thread, arrival.source(), deal);
        var key = key(arrival.source(), deal.dealId());
        var known = billedAsBefore(arrival.source(), deal);
        if (!journeys.start(EngagementOpening.PLAN, key, thread, known)) journeys.renew(key, known);
        yield new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
      }
      case UNCHANGED -> new Taken(item.key(), Outcome.UNCHANGED, null);
      case DUPLICATE, OLDER -> new Taken(item.key(), Outcome.DUPLICATE, null);
      case CONFLICT -> held(arrival, item, "VERSION_CONFLICT", "version " + item.version() + " came before with other content");
    };
  }

  /** With the customer that the client's earlier deals of this entity are billed to: what a person chose once is not asked again. */
  private WonDeal billedAsBefore(String source, WonDeal deal) {
    if (deal.client() == null || deal.client().accountId() == null) return deal;
    return engagements.billed(source, deal.client().accountId()).stream()
        .filter(earlier -> earlier.contractingEntity().equals(deal.contractingEntity()))
        .findFirst()
        .map(earlier -> deal.billedAs(earlier.customerId()))
        .orElse(deal);
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    var subject = kind() + ":" + arrival.source() + ":" + item.key();
    exceptions.raise(new Trouble("fact", subject, null, null, arrival.evidenceId(), code, reason, "sales-ops", List.of(new Field("", code, reason))));
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
