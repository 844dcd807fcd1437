package io.throughline.process;

import io.throughline.canonical.ClientAccount;
import io.throughline.facts.FactByFact;
import io.throughline.journey.customermaster.ClientChanged;
import io.throughline.journey.customermaster.CustomerSync;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** A client that is said otherwise than when it was billed last is brought to its billing accounts; one that is not billed yet is only kept. */
@ApplicationScoped
public class Clients extends FactByFact<Clients.Told> {

  @Inject Engagements engagements;
  @Inject Journeys journeys;

  /** A {@code client} fact. */
  public record Told(String accountId, String version, ClientAccount client) {}

  public Clients() {
    super("client", Clients.Told.class, "sales-ops");
  }

  @Override
  protected void taken(Arrival arrival, Told told, boolean newer) {
    for (var billed : engagements.billed(arrival.source(), told.accountId())) {
      if (newer || !billed.terms().client().saysTheSame(told.client())) sync(arrival.source(), told, billed);
    }
  }

  /** One change of an account at a time, so that the last one told is the last one written. A change that is held is overtaken by a newer one. */
  private void sync(String source, Told told, Engagement billed) {
    var changed = new ClientChanged(source, told.version(), billed.contractingEntity(), billed.customerId(), told.client());
    var account = "customer-sync:" + source + ":" + told.accountId() + ":" + billed.erpSystem() + ":" + billed.customerId() + ":";
    if (journeys.renewHeld(account, changed) || journeys.underWay(account)) return;
    journeys.start(CustomerSync.PLAN, account + told.version(), billed.threadId(), changed);
  }

  /** What was told meanwhile goes next. */
  void written(@Observes JourneyDone done) {
    if (!done.plan().equals(CustomerSync.PLAN.name())) return;
    var written = journeys.trigger(done.journeyId(), ClientChanged.class).orElseThrow();
    var erp = engagements.of(done.threadId()).orElseThrow().erpSystem();
    newest(written.source(), written.client().accountId())
        .filter(told -> told.version().compareTo(written.version()) > 0)
        .ifPresent(told -> engagements.billed(written.source(), told.accountId()).stream().filter(billed -> erp.equals(billed.erpSystem()) && billed.customerId().equals(written.customerId())).forEach(billed -> sync(written.source(), told, billed)));
  }
}
