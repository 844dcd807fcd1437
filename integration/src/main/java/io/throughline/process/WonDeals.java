package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.connector.Connectors;
import io.throughline.facts.FactByFact;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.system.Role;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A won deal opens its engagement, once, however often it is reported; a newer version heals an opening that is held, and is told to a person once the contract runs; so is one that is not won any more. One that amends another is a change order, and one that was won before {@code throughline.deals.since} is left alone. */
@ApplicationScoped
public class WonDeals extends FactByFact<WonDeal> {

  @Inject Engagements engagements;
  @Inject Connectors connectors;
  @Inject Journeys journeys;
  @Inject Countries countries;
  @Inject ChangeOrders changeOrders;
  @Inject TakeOvers takeOvers;
  @Inject SoldOtherwise soldOtherwise;
  @Inject Audit audit;

  @Inject
  @ConfigProperty(name = "throughline.deals.since")
  Optional<LocalDate> since;

  /** The opening's business key. */
  public static String key(String system, String dealId) {
    return "engagement-opening:" + system + ":" + dealId;
  }

  public WonDeals() {
    super("won-deal", WonDeal.class, "sales-ops");
  }

  @Override
  protected String thread(Arrival arrival, WonDeal deal) {
    return Engagements.threadOf(arrival.source(), deal.amendsDealId() == null ? deal.dealId() : deal.amendsDealId());
  }

  @Override
  protected void taken(Arrival arrival, WonDeal deal, boolean newer) {
    var thread = thread(arrival, deal);
    if (!deal.won()) lost(arrival, deal, thread);
    else if (beforeTheHub(arrival.source(), deal, thread)) audit.note("hub", "leave-deal", "deal:" + arrival.source() + ":" + deal.dealId(), Map.of("name", String.valueOf(deal.name()), "wonOn", deal.wonOn().toString(), "since", since.orElseThrow().toString()));
    else if (deal.amendsDealId() != null) changeOrders.told(arrival, deal);
    else if (deal.parts().isEmpty() || engagements.of(thread).isPresent()) open(arrival.source(), deal, thread);
    else countries.open(arrival, deal, thread);
  }

  /** Won before the hub went live, and nothing was begun here of it, or of the deal that it amends: it is carried on where it was. */
  private boolean beforeTheHub(String source, WonDeal deal, String thread) {
    var whole = deal.amendsDealId() == null ? deal.dealId() : deal.amendsDealId();
    return deal.wonOn() != null && since.filter(deal.wonOn()::isBefore).isPresent() && engagements.of(thread).isEmpty() && countries.of(source, whole).isEmpty();
  }

  /** One deal of one of our entities; a newer version heals what is held. */
  void open(String source, WonDeal deal, String thread) {
    if (takeOvers.isTakenOver(source, deal.dealId())) {
      soldOtherwise.look(thread);
      return;
    }
    engagements.begin(thread, source, deal);
    var key = key(source, deal.dealId());
    var known = billedAsBefore(source, deal);
    if (journeys.start(EngagementOpening.PLAN, key, thread, known)) return;
    journeys.renew(key, known);
    soldOtherwise.look(thread);
  }

  /** What was begun stands until a person decides; of what was never begun there is nothing to say. */
  private void lost(Arrival arrival, WonDeal deal, String thread) {
    if (deal.amendsDealId() != null) {
      changeOrders.lost(arrival, deal);
      return;
    }
    soldOtherwise.look(thread);
    countries.of(arrival.source(), deal.dealId()).forEach(part -> soldOtherwise.look(Engagements.threadOf(arrival.source(), part.dealId())));
  }

  /** With the customer that the client's earlier deals of this entity are billed to, in the same ERP: what a person chose once is not asked again. */
  private WonDeal billedAsBefore(String source, WonDeal deal) {
    if (deal.client() == null || deal.client().accountId() == null) return deal;
    var erp = connectors.systemFor(Role.ERP, deal.contractingEntity()).orElse("");
    return engagements.billed(source, deal.client().accountId()).stream()
        .filter(earlier -> earlier.contractingEntity().equals(deal.contractingEntity()) && erp.equals(earlier.erpSystem()))
        .findFirst()
        .map(earlier -> deal.billedAs(earlier.customerId()))
        .orElse(deal);
  }
}
