package io.throughline.process;

import io.throughline.canonical.Signature.State;
import io.throughline.canonical.Signature;
import io.throughline.connector.Connectors;
import io.throughline.facts.FactByFact;
import io.throughline.journey.changeorder.ChangeOrder;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.engagementopening.MultiCountryOpening;
import io.throughline.journey.signedcontract.ContractSigned;
import io.throughline.journey.signedcontract.SignedContract;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import io.throughline.thread.ContractVersions.Version;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/**
 * A signature lets the opening go on that waits for it, and keeps and files the signed document, once, however often it is reported and
 * whichever comes first, the deal or the signature.
 */
@ApplicationScoped
public class Signatures extends FactByFact<Signature> {

  private static final String KIND = "signature";

  /** Of the engagement, or of a change order of it, also one that was not known when it was signed. */
  private static final String OF_THREAD = "(f.thread_id = ? or f.body ->> 'dealId' in (select coalesce(v.terms ->> 'masterDealId', v.change_deal) from contract_version v where v.thread_id = ? and v.version > 1))";

  @Inject Sql sql;
  @Inject Engagements engagements;
  @Inject ContractVersions versions;
  @Inject Journeys journeys;
  @Inject Connectors connectors;

  private record Stored(String source, String body) {}

  public Signatures() {
    super(KIND, Signature.class, "sales-ops");
  }

  @Override
  protected String thread(Arrival arrival, Signature signature) {
    return threads(signature).stream().findFirst().orElse(null);
  }

  /** A change order's contract belongs to the engagements that it changes, more than one where several countries deliver. */
  private List<String> threads(Signature signature) {
    var crm = connectors.systemFor(Role.CRM);
    if (signature.dealId() == null || crm.isEmpty()) return List.of();
    var changed = versions.told(crm.get(), signature.dealId()).stream().map(Version::threadId).distinct().toList();
    return changed.isEmpty() ? List.of(Engagements.threadOf(crm.get(), signature.dealId())) : changed;
  }

  @Override
  protected void taken(Arrival arrival, Signature signature, boolean newer) {
    if (signature.state() != State.COMPLETED) return;
    var threads = threads(signature);
    threads.forEach(this::goOn);
    threads.stream().filter(thread -> engagements.of(thread).isPresent()).findFirst().ifPresent(thread -> keep(thread, arrival.source(), signature));
  }

  /** Openings and change orders that wait for nothing but the signature. */
  private void goOn(String thread) {
    sql.list(
            row -> row.text("id"),
            "select j.id from journey j join exception_item i on i.subject = 'journey' and i.subject_id = j.id and i.state = 'open' and i.code = ? where j.thread_id = ? and j.plan in (?, ?, ?)",
            EngagementOpening.SIGNATURE_MISSING, thread, EngagementOpening.PLAN.name(), MultiCountryOpening.PLAN.name(), ChangeOrder.PLAN.name())
        .forEach(journey -> journeys.resume(journey, "hub"));
  }

  private void keep(String thread, String source, Signature signature) {
    journeys.start(
        SignedContract.PLAN,
        "signed-contract:" + source + ":" + signature.signatureId(),
        thread,
        new ContractSigned(source, signature.signatureId(), signature.dealId(), signature.name(), signature.completedAt(), connectors.systemFor(Role.FILING).isPresent()));
  }

  /** Contracts that were signed before their deal was won. */
  void keepEarlier(@Observes EngagementIsActive active) {
    keepEarlier(active.threadId());
  }

  /** Change orders that were signed before they were won. */
  void keepEarlier(@Observes ContractChanged changed) {
    keepEarlier(changed.threadId());
  }

  private void keepEarlier(String thread) {
    for (var stored :
        sql.list(
            row -> new Stored(row.text("source"), row.text("body")),
            "select distinct on (source, fact_key) source, body from fact f where kind = ? and " + OF_THREAD + " order by source, fact_key, version desc",
            KIND, thread, thread)) {
      var signature = Json.read(stored.body(), Signature.class);
      if (signature.state() == State.COMPLETED) keep(thread, stored.source(), signature);
    }
  }

  /** The signature was reported while the opening was being told that there is none: it asks once more. */
  void askAgain(@Observes JourneyHeld held) {
    if (!held.code().equals(EngagementOpening.SIGNATURE_MISSING)) return;
    var since =
        sql.one(
            row -> row.number("reported"),
            "select count(*) as reported from fact f where f.kind = ? and " + OF_THREAD + " and f.body ->> 'state' = 'completed'"
                + " and f.recorded_at > (select max(last_at) from attempt where journey_id = ? and step = 'find-signature')",
            KIND, held.threadId(), held.threadId(), held.journeyId());
    if (since.orElse(0L) > 0) journeys.resume(held.journeyId(), "hub");
  }
}
