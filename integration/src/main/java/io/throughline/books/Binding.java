package io.throughline.books;

import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.canonical.TimeEntry;
import io.throughline.finance.Rated;
import io.throughline.finance.TimeRating;
import io.throughline.finance.UnitPrice;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which contract line an entry belongs to, and at which rate: the live contracts brought to the rules. */
@ApplicationScoped
class Binding {

  @Inject Engagements engagements;
  @Inject Contracts contracts;

  /** Where an entry belongs; {@code holdCode} says why nowhere. */
  record Bound(String threadId, String lineId, String state, BigDecimal rate, String currency, String holdCode, String holdReason) {

    static Bound held(String threadId, String code, String reason) {
      return new Bound(threadId, null, "held", null, null, code, reason);
    }

    /** With its line, and the price that it would have, where the terms say one. */
    static Bound held(String threadId, Rated.Held why, int minutes, String currency) {
      if (why.atRisk() == null) return held(threadId, why.reason().name(), why.text());
      var rate = why.atRisk().value().times(Rational.of(UnitPrice.HOUR, minutes)).rounded(6, RoundingPolicy.HALF_UP);
      return new Bound(threadId, why.lineId(), "held", rate, currency, why.reason().name(), why.text());
    }

    static Bound unpriced(String threadId, String lineId, String state) {
      return new Bound(threadId, lineId, state, null, null, null, null);
    }
  }

  /** What a page of entries can be bound to, read once a page. */
  Page on(String source, List<String> projects) {
    var live = new HashMap<String, Contracts.Live>();
    for (var project : projects) engagements.ofProject(source, project).ifPresent(engagement -> live.put(project, contracts.of(engagement)));
    return new Page(source, live);
  }

  /** @param live contracts by project */
  record Page(String source, Map<String, Contracts.Live> live) {

    Bound of(TimeEntries.Entry entry) {
      var contract = live.get(entry.projectId());
      if (contract == null) return Bound.held(null, "PROJECT_UNKNOWN", "no engagement has the project " + entry.projectId());
      var thread = contract.engagement().threadId();
      if ("closed".equals(contract.engagement().state())) return Bound.held(thread, "PROJECT_CLOSED", "the engagement is closed");
      if (entry.approval() != null && !"approved".equals(entry.approval())) return Bound.unpriced(thread, null, "reopened");
      return TimeRating.rate(contract.contract(), rules(entry))
          .fold(
              billable -> new Bound(thread, billable.lineId(), "billable", billable.price().amount(), contract.engagement().currency(), null, null),
              nonBillable -> Bound.unpriced(thread, nonBillable.lineId(), "non-billable"),
              covered -> Bound.unpriced(thread, covered.lineId(), "covered"),
              held -> Bound.held(thread, held, entry.minutes().intValue(), contract.engagement().currency()));
    }

    TimeEntry rules(TimeEntries.Entry entry) {
      return new TimeEntry(
          source,
          entry.entryId(),
          entry.version(),
          entry.projectId(),
          entry.taskId(),
          entry.personId(),
          entry.role(),
          entry.workDate(),
          entry.minutes().intValue(),
          !Boolean.FALSE.equals(entry.billable()));
    }
  }
}
