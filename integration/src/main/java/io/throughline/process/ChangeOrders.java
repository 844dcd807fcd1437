package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.connector.Connectors;
import io.throughline.intake.FactTaker.Arrival;
import io.throughline.journey.changeorder.ChangeOrder;
import io.throughline.journey.changeorder.ContractChange;
import io.throughline.journey.changeorder.ContractChange.Standing;
import io.throughline.system.Role;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.ContractVersions.State;
import io.throughline.thread.ContractVersions.Version;
import io.throughline.thread.Crosswalk;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** Change orders of running contracts, one after the other: each makes a version and a journey that brings it in force. */
@ApplicationScoped
class ChangeOrders {

  private static final String KIND = "won-deal";

  @Inject ContractVersions versions;
  @Inject Engagements engagements;
  @Inject Crosswalk crosswalk;
  @Inject Connectors connectors;
  @Inject Journeys journeys;
  @Inject ExceptionItems exceptions;
  @Inject Event<ContractChanged> changed;

  /** A newer version of it corrects what no system was told yet; behind that it is held, for another change order to say it. */
  void told(Arrival arrival, WonDeal change) {
    var thread = Engagements.threadOf(arrival.source(), change.amendsDealId());
    var known = versions.ofChange(arrival.source(), change.dealId()).filter(version -> version.state() != State.WITHDRAWN);
    if (known.isEmpty()) versions.add(thread, arrival.source(), change);
    else if (known.get().isBegun()) late(arrival, change, known.get());
    else correct(known.get(), change);
    if (engagements.of(thread).isEmpty()) {
      exceptions.raiseFact(KIND, arrival.source(), change.dealId(), arrival.evidenceId(), "AMENDED_DEAL_UNKNOWN", "it amends " + change.amendsDealId() + ", of which there is no engagement", "sales-ops");
    }
    begin(thread);
  }

  private void late(Arrival arrival, WonDeal change, Version begun) {
    var reason = begun.state() == State.IN_FORCE ? "version " + begun.version() + " is in force: another change order has to say it" : "systems know version " + begun.version() + " already: take its journey back first";
    exceptions.raiseFact(KIND, arrival.source(), change.dealId(), arrival.evidenceId(), "CHANGE_UNDER_WAY", reason, "sales-ops");
  }

  private void correct(Version known, WonDeal change) {
    versions.correct(known, change);
    if (known.state() == State.PENDING) journeys.renew(key(known), trigger(engagements.of(known.threadId()).orElseThrow(), known, change));
  }

  /** The next of an engagement that is live, unless one is on its way. */
  private void begin(String thread) {
    var engagement = engagements.of(thread).filter(live -> live.terms() != null);
    var all = versions.of(thread);
    if (engagement.isEmpty() || all.stream().anyMatch(version -> version.state() == State.PENDING)) return;
    all.stream().filter(version -> version.state() == State.WAITING).findFirst().ifPresent(next -> {
      exceptions.resolveFact(KIND, next.source(), next.changeDeal());
      versions.pending(next, Journeys.id(key(next)));
      journeys.start(ChangeOrder.PLAN, key(next), thread, trigger(engagement.get(), next, next.terms()));
    });
  }

  private ContractChange trigger(Engagement engagement, Version version, WonDeal change) {
    var standing = versions.of(version.threadId()).stream().filter(each -> each.state() == State.IN_FORCE).max(Comparator.comparing(Version::inForceAt)).orElseThrow();
    var work = new HashMap<String, String>();
    crosswalk.pairs("planWork", engagement.projectSystem(), engagement.threadId()).forEach(pair -> work.put(pair.ours().substring(pair.ours().indexOf(':') + 1), pair.theirs()));
    var schedules = connectors.systemFor(Role.ERP).map(erp -> crosswalk.pairs("scheduleBilling", erp, engagement.threadId())).orElse(List.of());
    var schedule = schedules.isEmpty() ? null : schedules.get(schedules.size() - 1).theirs();
    return new ContractChange(
        change, version.version(),
        new Standing(engagement.terms(), standing.version(), engagement.projectId(), engagement.customerId(), engagement.contractId(), engagement.erpProjectId(), schedule, work));
  }

  private static String key(Version version) {
    return "change-order:" + version.source() + ":" + version.changeDeal() + ":" + version.threadId() + ":" + version.version();
  }

  void engagementIsActive(@Observes EngagementIsActive active) {
    begin(active.threadId());
  }

  void ended(@Observes JourneyDone done) {
    if (done.plan().equals(ChangeOrder.PLAN.name())) begin(done.threadId());
  }

  void takenBack(@Observes JourneyUndone undone) {
    if (!undone.plan().equals(ChangeOrder.PLAN.name())) return;
    versions.withdraw(undone.threadId());
    var engagement = engagements.of(undone.threadId()).orElseThrow();
    changed.fire(new ContractChanged(engagement.threadId(), engagement.projectSystem(), engagement.projectId()));
    begin(undone.threadId());
  }
}
