package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.intake.FactTaker.Arrival;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.changeorder.ChangeOrder;
import io.throughline.journey.changeorder.ContractChange;
import io.throughline.journey.changeorder.ContractChange.Standing;
import io.throughline.journey.engagementopening.Terms;
import io.throughline.thread.Arrivals;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Change orders of running contracts, one after the other: each makes a version and a journey that brings it in force. */
@ApplicationScoped
class ChangeOrders {

  private static final String KIND = "won-deal";

  @Inject ContractVersions versions;
  @Inject Engagements engagements;
  @Inject Countries countries;
  @Inject Crosswalk crosswalk;
  @Inject Journeys journeys;
  @Inject ExceptionItems exceptions;
  @Inject Arrivals arrivals;
  @Inject Event<ContractChanged> changed;

  void told(Arrival arrival, WonDeal change) {
    told(arrival.source(), arrival.evidenceId(), change);
  }

  /** One that amends another change order amends what that one did; one of an agreement of several countries is told to each by itself. */
  private void told(String source, Long evidence, WonDeal told) {
    exceptions.resolveFact(KIND, source, told.dealId());
    var change = told.amending(versions.told(source, told.amendsDealId()).stream().findFirst().map(earlier -> earlier.terms().wholeAmended()).orElse(told.amendsDealId()));
    if (change.dealId().equals(change.amendsDealId())) {
      hold(source, evidence, change, "AMENDS_ITSELF", "it amends itself: say which deal was won before it");
      return;
    }
    var countries = this.countries.of(source, change.amendsDealId());
    if (countries.isEmpty()) place(source, evidence, change);
    else if (addsUp(source, evidence, change)) change.changesOfParts(entityOfLine(source, countries)).forEach(part -> place(source, evidence, part));
  }

  /** It is not won any more: a person decides about what was made of it. That ends when it is told as won again. */
  void lost(Arrival arrival, WonDeal change) {
    if (versions.told(arrival.source(), change.dealId()).isEmpty()) return;
    hold(arrival.source(), arrival.evidenceId(), change, SoldOtherwise.DEAL_LOST, "this change order of " + change.amendsDealId() + " is not won any more: take its journey back, end what it added by another change order, or say in the CRM that it is won");
  }

  /** Which of our entities has each line that was sold, at first or by change orders. */
  private Map<String, String> entityOfLine(String source, List<WonDeal> countries) {
    var entities = new HashMap<String, String>();
    for (var country : countries) {
      country.lines().forEach(line -> entities.put(line.lineId(), country.contractingEntity()));
      versions.of(Engagements.threadOf(source, country.dealId())).forEach(version -> version.terms().lines().forEach(line -> entities.putIfAbsent(line.soldAs(), country.contractingEntity())));
    }
    return entities;
  }

  /** What its parts say together is checked before it is parted. */
  private boolean addsUp(String source, Long evidence, WonDeal change) {
    var wrong = new ArrayList<Field>();
    Terms.lines(wrong, change);
    if (!wrong.isEmpty()) hold(source, evidence, change, "TERMS_INCOMPLETE", wrong.get(0).pointer() + ": " + wrong.get(0).message());
    return wrong.isEmpty();
  }

  /** A newer version of it corrects what no system was told yet; behind that it is held, for another change order to say it. */
  private void place(String source, Long evidence, WonDeal told) {
    var thread = Engagements.threadOf(source, told.amendsDealId());
    var change = engagements.of(thread).map(Engagement::takenOver).map(before -> before.ofChange(told)).orElse(told);
    var known = versions.ofChange(source, change.dealId()).filter(version -> version.state() != State.WITHDRAWN);
    exceptions.resolveFact(KIND, source, change.dealId());
    if (known.isEmpty()) versions.add(thread, source, change);
    else if (known.get().isBegun()) late(evidence, change, known.get());
    else correct(known.get(), change);
    if (known.isEmpty() || !known.get().isBegun()) holdUnlessActive(source, evidence, change, thread);
    begin(thread);
  }

  /** It waits for an engagement that is not there, or takes no more work. */
  private void holdUnlessActive(String source, Long evidence, WonDeal change, String thread) {
    var state = engagements.of(thread).map(Engagement::state).orElse("unknown");
    switch (state) {
      case "unknown" -> hold(source, evidence, change, "AMENDED_DEAL_UNKNOWN", "it amends " + change.amendsDealId() + ", of which there is no engagement" + (change.masterDealId() == null ? "" : ": take what " + change.contractingEntity() + " delivers out of the change order and win it as a deal of its own, which makes its contract, project and billing account"));
      case "undone" -> hold(source, evidence, change, "ENGAGEMENT_UNDONE", "it amends " + change.amendsDealId() + ", whose opening was taken back");
      case "closed" -> hold(source, evidence, change, "ENGAGEMENT_CLOSED", "it amends " + change.amendsDealId() + ", whose engagement is closed: it goes on once that is opened again");
      default -> {}
    }
  }

  private void hold(String source, Long evidence, WonDeal change, String code, String reason) {
    exceptions.raiseFact(KIND, source, change.dealId(), evidence, code, reason, "sales-ops");
  }

  private void late(Long evidence, WonDeal change, Version begun) {
    var reason = begun.state() == State.IN_FORCE ? "version " + begun.version() + " is in force: another change order has to say it" : "systems know version " + begun.version() + " already: take its journey back first";
    hold(begun.source(), evidence, change, "CHANGE_UNDER_WAY", reason);
  }

  private void correct(Version known, WonDeal change) {
    versions.correct(known, change);
    if (known.state() == State.PENDING) journeys.renew(key(known), trigger(engagements.of(known.threadId()).orElseThrow(), known, change));
  }

  /** The next of an engagement that is active, unless one is on its way. */
  private void begin(String thread) {
    var engagement = engagements.of(thread).filter(each -> each.state().equals("active"));
    if (engagement.isEmpty() || versions.underWay(thread)) return;
    versions.of(thread).stream().filter(version -> version.state() == State.WAITING).findFirst().ifPresent(next -> {
      exceptions.resolveFact(KIND, next.source(), next.changeDeal());
      versions.pending(next, Journeys.id(key(next)));
      journeys.start(ChangeOrder.PLAN, key(next), thread, trigger(engagement.get(), next, next.terms()));
    });
  }

  private ContractChange trigger(Engagement engagement, Version version, WonDeal change) {
    var inForce = versions.of(version.threadId()).stream().filter(each -> each.state() == State.IN_FORCE).toList();
    var work = new HashMap<String, String>();
    crosswalk.pairs("planWork", engagement.projectSystem(), engagement.threadId()).forEach(pair -> work.put(pair.ours().substring(pair.ours().indexOf(':') + 1), pair.theirs()));
    return new ContractChange(
        change, version.version(),
        new Standing(
            engagement.terms(), inForce.get(inForce.size() - 1).version(), engagement.projectId(), engagement.customerId(), engagement.contractId(), engagement.erpProjectId(), schedule(engagement, inForce), work, engagement.takenOver() == null ? null : engagement.takenOver().billed().toPlainString()));
  }

  /** Of the newest version in force that has one of its own: those of versions that were taken back are cancelled. */
  private String schedule(Engagement engagement, List<Version> inForce) {
    var schedules = new HashMap<String, String>();
    crosswalk.pairs("scheduleBilling", engagement.erpSystem(), engagement.threadId()).forEach(pair -> schedules.put(pair.ours(), pair.theirs()));
    String standing = null;
    for (var version : inForce) standing = schedules.getOrDefault(ContractChange.scheduleReference(engagement.threadId(), version.version()), standing);
    return standing;
  }

  private static String key(Version version) {
    return "change-order:" + version.source() + ":" + version.changeDeal() + ":" + version.threadId() + ":" + version.version();
  }

  void engagementIsActive(@Observes EngagementIsActive active) {
    if (engagements.of(active.threadId()).orElseThrow().takenOver() != null) versions.of(active.threadId()).stream().filter(version -> version.state() == State.WAITING).forEach(version -> place(version.source(), null, version.terms()));
    for (var earlier : versions.takeEarlier(active.threadId())) told(earlier.source(), null, earlier.terms());
    begin(active.threadId());
  }

  void reopened(@Observes EngagementReopened reopened) {
    begin(reopened.threadId());
  }

  void ended(@Observes JourneyDone done) {
    if (done.plan().equals(ChangeOrder.PLAN.name())) begin(done.threadId());
  }

  void takenBack(@Observes JourneyUndone undone) {
    if (!undone.plan().equals(ChangeOrder.PLAN.name())) return;
    arrivals.stand();
    versions.withdraw(undone.threadId());
    var engagement = engagements.of(undone.threadId()).orElseThrow();
    changed.fire(new ContractChanged(engagement.threadId(), engagement.projectSystem(), engagement.projectId(), null));
    begin(undone.threadId());
  }
}
