package io.throughline.books;

import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.MilestoneBilling;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A completed milestone with its acceptance reference becomes a billing event and the draft of its bill. */
@ApplicationScoped
public class Milestones implements FactTaker {

  /** Whether the bill of an accepted milestone is released by rule; otherwise finance releases it. */
  @Inject
  @ConfigProperty(name = "throughline.release.milestones", defaultValue = "true")
  boolean releasedByRule;

  @Inject Facts facts;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject Invoicing invoicing;
  @Inject Releases releases;
  @Inject SetBackMilestones setBack;
  @Inject ExceptionItems exceptions;
  @Inject Sql sql;
  @Inject Clock clock;

  /** A {@code milestone} fact. */
  public record Milestone(String milestoneId, String version, String projectId, String title, String state, LocalDate completedOn, String acceptanceReference) {}

  @Override
  public String kind() {
    return "milestone";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    facts.alone(kind(), arrival.source(), items);
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    Milestone milestone;
    try {
      milestone = Json.as(item.fact(), Milestone.class);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item.key(), null, "FACT_UNREADABLE", unreadable.getMessage(), "");
    }
    var thread = engagements.ofProject(arrival.source(), milestone.projectId()).map(Engagement::threadId).orElse(null);
    var found = facts.keep(new Fact(kind(), arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), thread));
    if (found == Found.CONFLICT) return held(arrival, item.key(), thread, "VERSION_CONFLICT", "version " + item.version() + " came before with other content", "/version");
    if (found != Found.NEW && found != Found.NEWER) return new Taken(item.key(), Outcome.DUPLICATE, null);
    return bill(arrival, milestone, isSetBack(arrival.source(), item.key()));
  }

  /** By what was told before the last. */
  private boolean isSetBack(String source, String key) {
    return sql.one(row -> row.text("state"), "select body ->> 'state' as state from fact where kind = 'milestone' and source = ? and fact_key = ? order by version desc offset 1 limit 1", source, key)
        .filter(state -> !"completed".equals(state))
        .isPresent();
  }

  private Taken bill(Arrival arrival, Milestone milestone, boolean again) {
    var key = milestone.milestoneId();
    if (!"completed".equals(milestone.state())) {
      setBack.setBack(arrival, milestone);
      return new Taken(key, Outcome.ACCEPTED, null);
    }
    setBack.completed(arrival.source(), key);
    var engagement = engagements.ofProject(arrival.source(), milestone.projectId());
    if (engagement.isEmpty()) return held(arrival, key, null, "PROJECT_UNKNOWN", "no engagement has the project " + milestone.projectId(), "/projectId");
    var thread = engagement.get().threadId();
    if (milestone.completedOn() == null) return held(arrival, key, thread, "COMPLETED_ON_MISSING", "completed without a date", "/completedOn");
    var accepted =
        new io.throughline.canonical.Milestone(arrival.source(), key, milestone.version(), milestone.projectId(), true, milestone.completedOn(), milestone.acceptanceReference());
    return MilestoneBilling.of(contracts.of(engagement.get()).contract(), accepted)
        .fold(
            due -> due.event().amount().isZero() ? new Taken(key, Outcome.ACCEPTED, null) : bill(arrival, engagement.get(), key, due.event(), again), // all of it was billed before it was taken over
            notYet -> new Taken(key, Outcome.ACCEPTED, null),
            held -> held(arrival, key, thread, held.reason(), held.text(), "/acceptanceReference"));
  }

  private Taken bill(Arrival arrival, Engagement engagement, String key, BillingEvent event, boolean again) {
    exceptions.resolve("milestone", arrival.source() + ":" + key, "source", "a newer version arrived");
    var fresh =
        sql.run(
            "insert into billing_event (id, thread_id, line_id, source, source_id, amount, currency, completed_on, acceptance_reference, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            event.eventId(), engagement.threadId(), event.lineId(), arrival.source(), key, Amounts.decimal(event.amount()), engagement.currency(), event.dueOn(), event.evidence(), clock.instant());
    if (fresh == 0 && (again ? isOnABill(event) : wasOnABill(event))) return new Taken(key, Outcome.UNCHANGED, "billed already");
    var document = invoicing.milestone(engagement, event);
    if (document.isEmpty()) return held(arrival, key, engagement.threadId(), "BEYOND_TERMS", "would bill more than was agreed", "/milestoneId");
    sql.run("update billing_event set document_id = ? where id = ?", document.get(), event.eventId());
    if (releasedByRule) releases.release(document.get(), "rule:accepted-milestone");
    return new Taken(key, Outcome.ACCEPTED, null);
  }

  /** Or was: what was credited or discarded is for the invoice runs. False for one that was held, because it would have gone beyond the terms of then. */
  private boolean wasOnABill(BillingEvent event) {
    return !sql.list(row -> true, "select 1 from document_line where billing_event_id = ? limit 1", event.eventId()).isEmpty();
  }

  /** Of one that was set back and is completed again: unless its bill was given back meanwhile. */
  private boolean isOnABill(BillingEvent event) {
    return !sql.list(row -> true, "select 1 from billing_event e where e.id = ? and (e.document_id is not null or exists (select 1 from being_credited c where c.billing_event_id = e.id))", event.eventId()).isEmpty();
  }

  /** Milestones that were reported before their project was live are billed now. */
  void billEarlier(@Observes EngagementIsActive active) {
    billReported(active.projectSystem(), active.projectId());
  }

  /** Milestones that a change order added, and that were reported before it was in force. */
  void billChanged(@Observes ContractChanged changed) {
    billReported(changed.projectSystem(), changed.projectId());
  }

  private void billReported(String projectSystem, String projectId) {
    record Stored(long evidenceId, String mapping, String body) {}
    for (var stored :
        sql.list(
            row -> new Stored(row.number("evidence_id"), row.text("mapping_version"), row.text("body")),
            "select distinct on (fact_key) evidence_id, mapping_version, body from fact where kind = 'milestone' and source = ? and body ->> 'projectId' = ? order by fact_key, version desc",
            projectSystem, projectId)) {
      bill(new Arrival(stored.evidenceId(), projectSystem, stored.mapping()), Json.read(stored.body(), Milestone.class), false);
    }
  }

  private Taken held(Arrival arrival, String key, String thread, String code, String reason, String pointer) {
    exceptions.raise(new Trouble("milestone", arrival.source() + ":" + key, thread, null, arrival.evidenceId(), code, reason, "delivery", List.of(new Field(pointer, code, reason))));
    return new Taken(key, Outcome.HELD, code + ": " + reason);
  }
}
