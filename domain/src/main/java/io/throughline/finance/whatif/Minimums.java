package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The least minutes of a person's day: what is missing is due as an amount; nothing, once the day has enough. */
final class Minimums {

  /** What is due of a line's days, and what of it is not billed yet. */
  private record Due(Money all, Money rest) {}

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Billed billed;
  private final Map<String, Due> settled = new HashMap<>();

  Minimums(Facts facts, TermsBook terms, TimeBook time, Billed billed) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.billed = billed;
  }

  /** Counts what is due through a day anew; says whether any line has a minimum. */
  boolean settle(String contractId, LocalDate today) {
    if (none(contractId, today)) return false;
    settled.keySet().removeIf(key -> key.startsWith(Facts.key(contractId, "")));
    for (var event : due(contractId, today, today)) {
      settled.merge(Facts.key(contractId, event.lineId()), new Due(event.amount(), billed.rest(event)), (a, b) -> new Due(a.all().plus(b.all()), a.rest().plus(b.rest())));
    }
    return true;
  }

  /** What was due of a line when it was counted last. */
  Money due(String contractId, String lineId) {
    var due = settled.get(Facts.key(contractId, lineId));
    return due == null ? Money.zero(facts.first(contractId).currency()) : due.all();
  }

  /** What of it was not billed; less than nothing, where more was billed than is due now. */
  Rational rest(String contractId, String lineId) {
    var due = settled.get(Facts.key(contractId, lineId));
    return due == null ? Rational.ZERO : Rational.of(due.rest().amount());
  }

  private boolean none(String contractId, LocalDate today) {
    return terms.lines(contractId, today).stream().allMatch(line -> line.minimumMinutesPerDay() == null);
  }

  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    if (none(contractId, today)) return due;
    var days = new TreeMap<String, List<TimeBook.Entry>>();
    for (var entry : time.of(contractId)) {
      if (!entry.billable() || entry.overage >= 0 || entry.fact.workDate().isAfter(through)) continue;
      var line = terms.at(contractId, today, entry.fact.workDate()).lines().get(entry.price().lineId());
      if (line != null && line.minimumMinutesPerDay() != null) days.computeIfAbsent(line.lineId() + "|" + entry.fact.personId() + "|" + entry.fact.workDate(), key -> new ArrayList<>()).add(entry);
    }
    days.forEach((key, entries) -> {
      var first = entries.stream().sorted().toList().get(0);
      var line = terms.at(contractId, today, first.fact.workDate()).lines().get(first.price().lineId());
      long missing = Math.max(0, line.minimumMinutesPerDay() - entries.stream().mapToLong(TimeBook.Entry::approved).sum());
      var amount = first.price().price().of(missing).rounded(terms.today(contractId, today).contract().rounding());
      var id = ContentId.of("evt", List.of(contractId, "minimum", key));
      due.add(new BillingEvent(id, contractId, line.lineId(), BillingModel.TIME_AND_MATERIALS, first.fact.workDate(), amount, "minimum-" + key, null, "Minimum of " + first.fact.workDate() + ": " + missing + " min"));
    });
    return due;
  }
}
