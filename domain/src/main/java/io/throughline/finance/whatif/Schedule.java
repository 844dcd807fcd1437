package io.throughline.finance.whatif;

import io.throughline.canonical.Every;
import io.throughline.canonical.Period;
import io.throughline.canonical.Rational;
import io.throughline.finance.RecurringFee;
import io.throughline.finance.RecurringFee.Part;
import io.throughline.finance.RecurringFee.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The periods of a retainer or a subscription, as they are known on a day. */
final class Schedule {

  private final Facts facts;
  private final TermsBook terms;

  Schedule(Facts facts, TermsBook terms) {
    this.facts = facts;
    this.terms = terms;
  }

  /** All periods of a line that begin on or before {@code until}, as known on {@code today}. */
  List<Span> spans(String contractId, ContractFact.Line line, LocalDate today, LocalDate until) {
    var spans = new ArrayList<Span>();
    var first = line.from() == null ? facts.first(contractId).startsOn() : line.from();
    var last = lastDay(contractId, today, until);
    for (var whole : RecurringFee.wholes(first, line.every() == null ? Every.MONTH : line.every(), line.calendarPeriods(), last.isBefore(until) ? last : until)) {
      var span = span(contractId, line, today, whole, first);
      if (span != null) spans.add(span);
    }
    return spans;
  }

  private LocalDate lastDay(String contractId, LocalDate today, LocalDate until) {
    return facts.contracts.get(contractId).stream().filter(each -> !each.approvedOn().isAfter(today)).map(ContractFact::endsOn).max(LocalDate::compareTo).orElse(until);
  }

  private Span span(String contractId, ContractFact.Line line, LocalDate today, Period whole, LocalDate first) {
    var parts = new ArrayList<Part>();
    var starts = line.priceChange() == ContractFact.PriceChange.NEXT_PERIOD ? List.of(whole.from()) : terms.changes(contractId, whole);
    for (int i = 0; i < starts.size(); i++) {
      var until = i + 1 < starts.size() ? starts.get(i + 1).minusDays(1) : whole.through();
      var at = terms.at(contractId, today, starts.get(i).isBefore(first) ? first : starts.get(i));
      var then = at.lines().get(line.lineId());
      if (then == null || !at.inForce(line.lineId())) continue;
      var from = then.from() == null ? at.contract().term().from() : then.from();
      var through = then.through() == null ? at.contract().term().through() : then.through();
      if (through.isBefore(from)) continue;
      var served = new Period(starts.get(i), until).overlap(new Period(from, through));
      if (served.isEmpty()) continue;
      parts.add(Part.of(served.get(), whole, amount(at, then), then.includedMinutes() == null ? 0 : then.includedMinutes()));
    }
    if (parts.isEmpty()) return null;
    var contract = terms.at(contractId, today, parts.get(parts.size() - 1).served().from()).contract();
    return Span.of(whole, parts, contract.currency(), contract.rounding());
  }

  private Rational amount(TermsBook.Terms at, ContractFact.Line line) {
    return facts.amount(line, at.contract().currency()).exact().value().times(Facts.kept(line));
  }
}
