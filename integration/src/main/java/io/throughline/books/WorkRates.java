package io.throughline.books;

import io.throughline.canonical.TimeEntry;
import io.throughline.canonical.WorkRate;
import io.throughline.connector.Connectors.Item;
import io.throughline.facts.FactByFact;
import io.throughline.finance.ContractLine;
import io.throughline.finance.Rated;
import io.throughline.finance.TimeRating;
import io.throughline.finance.UnitPrice;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rates that the system of delivery keeps, against the contract's. Work is priced by the contract alone: where a rate there differs, finance is told once an engagement, with
 * both, until they agree.
 */
@ApplicationScoped
public class WorkRates extends FactByFact<WorkRate> {

  static final String CODE = "RATE_DIFFERS";

  private static final String KIND = "work-rate";
  private static final String SUBJECT = "rates";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject ExceptionItems exceptions;

  public WorkRates() {
    super(KIND, WorkRate.class, "delivery");
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    var taken = super.take(arrival, items);
    items.stream().map(item -> item.fact().get("projectId")).filter(String.class::isInstance).map(String.class::cast).distinct().sorted().forEach(project -> compare(arrival.source(), project));
    return taken;
  }

  @Override
  protected void taken(Arrival arrival, WorkRate rate, boolean newer) {
    // a page is compared as a whole
  }

  /** Rates that were told before the project was live. */
  void active(@Observes EngagementIsActive active) {
    compare(active.projectSystem(), active.projectId());
  }

  /** The contract's rates may be others now. */
  void changed(@Observes ContractChanged change) {
    compare(change.projectSystem(), change.projectId());
  }

  private void compare(String source, String projectId) {
    engagements.ofProject(source, projectId).ifPresent(engagement -> {
      var live = contracts.of(engagement);
      var differing = told(source, projectId).stream().flatMap(rate -> differing(live, source, rate).stream()).toList();
      if (differing.isEmpty()) {
        exceptions.resolve(SUBJECT, engagement.threadId(), "hub", "the rates agree");
      } else {
        var reason = String.join("; ", differing.stream().map(Field::message).toList());
        exceptions.raise(new Trouble(SUBJECT, engagement.threadId(), engagement.threadId(), null, null, CODE, reason, "finance", differing));
      }
    });
  }

  /** Each as it was told last. */
  private List<WorkRate> told(String source, String projectId) {
    return sql.list(
        row -> Json.read(row.text("body"), WorkRate.class),
        "select distinct on (fact_key) body from fact where kind = '" + KIND + "' and source = ? and body ->> 'projectId' = ? order by fact_key, version desc",
        source, projectId);
  }

  /** Empty where it agrees with one of the lines it may be of, or the contract prices none of them. */
  private Optional<Field> differing(Contracts.Live live, String source, WorkRate rate) {
    var currency = rate.currency() == null ? live.engagement().currency() : rate.currency();
    var theirs = UnitPrice.perHour(rate.ratePerHour(), currency);
    var ours = tasks(live, rate).flatMap(task -> priced(live, source, task, rate).stream()).toList();
    if (ours.isEmpty() || ours.stream().anyMatch(billed -> billed.price().currency().equals(theirs.currency()) && billed.price().compareTo(theirs) == 0)) return Optional.empty();
    var sold = ours.get(0);
    var whose = Stream.of(rate.personId(), rate.role()).filter(one -> one != null).findFirst().map(one -> " for " + one).orElse("");
    return Optional.of(new Field("/lines/" + sold.lineId(), CODE, source + " has " + theirs + " on " + (rate.taskId() == null ? "project " + rate.projectId() : "task " + rate.taskId()) + whose + ", line " + sold.lineId() + " is sold at " + sold.price()));
  }

  /** The tasks it may be of: its own, or those of the lines that are sold with its role. */
  private static Stream<String> tasks(Contracts.Live live, WorkRate rate) {
    if (rate.taskId() != null) return Stream.of(rate.taskId());
    var lines = live.engagement().terms().lines().stream().filter(line -> rate.role() == null || rate.role().equals(line.role())).map(line -> line.lineId()).toList();
    return live.contract().lines().stream().filter(line -> lines.contains(line.lineId())).map(ContractLine::scope).flatMap(scope -> scope.taskIds().stream());
  }

  /** As an hour of it today would be priced, or on the nearest day of the term. */
  private Optional<Rated.Billable> priced(Contracts.Live live, String source, String task, WorkRate rate) {
    var term = live.contract().term();
    var today = LocalDate.ofInstant(clock.instant(), ZoneId.of(live.engagement().zone()));
    var on = today.isBefore(term.from()) ? term.from() : today.isAfter(term.through()) ? term.through() : today;
    var hour = new TimeEntry(source, rate.rateId(), rate.version(), rate.projectId(), task, rate.personId() == null ? "anybody" : rate.personId(), rate.role(), on, UnitPrice.HOUR, true);
    return TimeRating.rate(live.contract(), hour) instanceof Rated.Billable billable ? Optional.of(billable) : Optional.empty();
  }
}
