package io.throughline.finance.whatif;

import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The least minutes of a person's day: what is missing is due as an amount; nothing, once the day has enough. */
final class Minimums {

  private final TermsBook terms;
  private final TimeBook time;

  Minimums(TermsBook terms, TimeBook time) {
    this.terms = terms;
    this.time = time;
  }

  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    if (terms.lines(contractId, today).stream().allMatch(line -> line.minimumMinutesPerDay() == null)) return due;
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
      var amount = first.price().price().of(missing).rounded(RoundingPolicy.HALF_UP);
      var id = ContentId.of("evt", List.of(contractId, "minimum", key));
      due.add(new BillingEvent(id, contractId, line.lineId(), BillingModel.TIME_AND_MATERIALS, first.fact.workDate(), amount, "minimum-" + key, null, "Minimum of " + first.fact.workDate() + ": " + missing + " min"));
    });
    return due;
  }
}
