package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.intake.FactTaker.Arrival;
import io.throughline.journey.Story;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.engagementopening.MultiCountryOpening;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Deals that several of our entities deliver: the master journey begins an opening for each, and is woken as they end. */
@ApplicationScoped
class Countries implements HubRecord<WonDeal> {

  private static final String KEY = "multi-country-opening:";

  @Inject Sql sql;
  @Inject Engagements engagements;
  @Inject Journeys journeys;
  @Inject WonDeals deals;
  @Inject ExceptionItems exceptions;

  /** A newer version is taken by each country that is held, and by the master while it has begun none; one with another country is told to a person. */
  void open(Arrival arrival, WonDeal deal, String thread) {
    var source = arrival.source();
    if (journeys.start(MultiCountryOpening.PLAN, KEY + source + ":" + deal.dealId(), thread, deal)) return;
    var begun = deal.parts().stream().filter(part -> engagements.of(thread(source, part)).isPresent()).toList();
    for (var part : begun) deals.open(source, part, thread(source, part));
    var added = deal.parts().stream().filter(part -> !begun.contains(part)).map(WonDeal::contractingEntity).toList();
    if (!begun.isEmpty() && !added.isEmpty()) {
      exceptions.raiseFact("won-deal", source, deal.dealId(), arrival.evidenceId(), "COUNTRY_ADDED", "the openings have begun without " + String.join(", ", added) + ": what it delivers has to be a deal of its own", "sales-ops");
    }
    journeys.renew(KEY + source + ":" + deal.dealId(), deal);
  }

  /** The parts of a deal that several countries deliver, as they were begun; empty for any other. */
  List<WonDeal> of(String source, String dealId) {
    return journeys.trigger(Journeys.id(KEY + source + ":" + dealId), WonDeal.class).map(WonDeal::parts).orElse(List.of());
  }

  @Override
  public String name() {
    return "countries-begun";
  }

  @Override
  public Map<String, Object> write(Story<WonDeal> story, String journeyId) {
    var source = story.key().substring(KEY.length(), story.key().indexOf(':', KEY.length()));
    var threads = story.trigger().parts().stream().map(part -> begun(source, part)).toList();
    return Map.of("threads", threads);
  }

  private String begun(String source, WonDeal part) {
    var thread = thread(source, part);
    deals.open(source, part, thread);
    return thread;
  }

  private static String thread(String source, WonDeal part) {
    return Engagements.threadOf(source, part.dealId());
  }

  void done(@Observes JourneyDone done) {
    wake(done.plan(), done.threadId());
  }

  void undone(@Observes JourneyUndone undone) {
    wake(undone.plan(), undone.threadId());
  }

  /** Whatever state the master is seen in: it may be about to wait in a transaction that is not committed yet. */
  private void wake(String plan, String thread) {
    if (!plan.equals(EngagementOpening.PLAN.name())) return;
    sql.one(
            row -> row.text("id"),
            "select j.id from engagement e join journey j on j.thread_id = e.master_thread and j.plan = ? where e.thread_id = ?",
            MultiCountryOpening.PLAN.name(), thread)
        .ifPresent(journeys::wake);
  }
}
