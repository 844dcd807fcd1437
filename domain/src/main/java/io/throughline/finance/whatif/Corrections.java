package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Allotment;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractLine;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import io.throughline.finance.whatif.Documents.Taken;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was billed under facts that have changed since: it is listed as affected, and settled by documents at the next bill, never edited. */
final class Corrections {

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Events events;
  private final Billed billed;
  private final Issuing issuing;
  private final Credits credits;
  private final Minimums minimums;
  final List<Answer.Correction> made = new ArrayList<>();

  Corrections(Facts facts, TermsBook terms, TimeBook time, Events events, Billed billed, Issuing issuing, Credits credits, Minimums minimums) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.events = events;
    this.billed = billed;
    this.issuing = issuing;
    this.credits = credits;
    this.minimums = minimums;
  }

  void correct(String contractId, MoneyFacts.InvoiceRun run) {
    if (!facts.latest(contractId, run.on()).correctBilled()) return;
    var stale = stale(contractId, run.on(), made);
    stale.forEach((doc, lines) -> credits.correct(doc, lines.stream().map(Taken::all).toList(), run.on(), made));
    for (var event : over(contractId, run.on(), run.through())) {
      var parts = parts(contractId, event);
      var credited = sum(parts, event);
      if (credited.isPositive()) made.addAll(changed(event.only(credited.negated()), run.on()));
      parts.forEach((doc, taken) -> credits.correct(doc, taken, run.on(), made));
      if (event.kind() == BillingModel.UNITS) offset(contractId, event.only(event.amount().plus(credited)), run);
    }
  }

  private static Money sum(Map<Doc, List<Taken>> parts, BillingEvent event) {
    return Money.sum(parts.values().stream().flatMap(List::stream).map(Taken::amount).toList(), event.amount().currency());
  }

  /** What no bill holds to be credited, such as a price that fell after a bill was taken back whole, lowers what is still to be billed of the line. */
  private void offset(String contractId, BillingEvent less, MoneyFacts.InvoiceRun run) {
    var left = less.amount().negated();
    for (var event : events.due(contractId, run.on(), run.through())) {
      if (!left.isPositive() || !event.lineId().equals(less.lineId()) || !billed.rest(event).isPositive()) continue;
      var part = Money.lesser(left, billed.rest(event));
      billed.offset(contractId, less, event, part);
      left = left.minus(part);
    }
  }

  /** What the next bill would correct, were it made on a day. */
  List<Answer.Correction> affected(String contractId, LocalDate on) {
    var affected = new ArrayList<Answer.Correction>();
    stale(contractId, on, affected);
    for (var event : over(contractId, on, on)) {
      var credited = sum(parts(contractId, event), event);
      if (credited.isPositive()) affected.addAll(changed(event.only(credited.negated()), on));
    }
    return affected;
  }

  /** Billed minutes whose terms, tax, entity, minutes or approval changed since: their lines are taken back whole, to be billed anew. */
  private Map<Doc, Set<DocLine>> stale(String contractId, LocalDate on, List<Answer.Correction> list) {
    var stale = new LinkedHashMap<Doc, Set<DocLine>>();
    var taxed = new LinkedHashMap<DocLine, Boolean>();
    for (var entry : time.documented(contractId)) {
      if (entry.allocated == 0) continue;
      for (var line : entry.heldBy) {
        if (!line.doc.contract.contractId().equals(contractId)) continue;
        long holds = line.holds.getOrDefault(entry.key, 0L);
        if (holds == 0 || !changed(entry, line) && !taxed.computeIfAbsent(line, each -> otherTax(contractId, each, on)) && !otherPayers(contractId, entry.fact.workDate(), line, on)) continue;
        stale.computeIfAbsent(line.doc, doc -> new LinkedHashSet<>()).add(line);
        list.add(changed(entry, line) ? correction(entry, line, holds, on) : elsewhere(entry.key, entry.fact.workDate(), contractId, line, on));
      }
    }
    for (var event : billed.events(contractId)) {
      for (var line : billed.lines(contractId, event.lineId())) {
        if (line.draft.event() == null || !line.draft.event().eventId().equals(event.eventId()) || line.left.isZero() || !otherTax(contractId, line, on) && !otherPayers(contractId, line.draft.event().dueOn(), line, on)) continue;
        if (stale.computeIfAbsent(line.doc, doc -> new LinkedHashSet<>()).add(line)) list.add(elsewhere(event.source(), line.draft.event().dueOn(), contractId, line, on));
      }
    }
    for (var line : terms.lines(contractId, on)) beyondCap(contractId, line.lineId(), on, stale, list);
    return stale;
  }

  /** A cap that was lowered: the newest documents of the line are taken back until what is left is within it, and billed anew as far as it goes. */
  private void beyondCap(String contractId, String lineId, LocalDate on, Map<Doc, Set<DocLine>> stale, List<Answer.Correction> list) {
    var cap = terms.having(contractId, lineId, on).contract().line(lineId).map(ContractLine::cap).orElse(null);
    if (cap == null) return;
    var billedSoFar = billed.of(contractId, lineId);
    for (var lines : stale.values()) for (var line : lines) if (line.draft.contractLineId().equals(lineId)) billedSoFar = billedSoFar.minus(line.left);
    for (var line : billed.lines(contractId, lineId)) {
      if (billedSoFar.compareTo(cap) <= 0) return;
      if (!line.left.isPositive() || stale.getOrDefault(line.doc, Set.of()).contains(line)) continue;
      stale.computeIfAbsent(line.doc, doc -> new LinkedHashSet<>()).add(line);
      list.add(new Answer.Correction(lineId, line.doc.reference, on, "billed " + billedSoFar, "cap of " + cap, Money.greater(cap.minus(billedSoFar), line.left.negated()), true, null));
      billedSoFar = billedSoFar.minus(line.left);
    }
  }

  /** The same amount, billed by another entity, to others, or taxed otherwise. */
  private Answer.Correction elsewhere(String subject, LocalDate day, String contractId, DocLine line, LocalDate on) {
    var was = line.doc.payers;
    var payers = terms.at(contractId, on, day).payers();
    if (payers.equals(was) || otherTax(contractId, line, on)) return taxed(subject, contractId, line, on);
    boolean moved = !payers.entity().equals(was.entity());
    return new Answer.Correction(subject, line.doc.reference, on, moved ? "entity " + was.entity() : was.toString(), moved ? "entity " + payers.entity() : payers.toString(), Money.zero(line.left.currency()), true, null);
  }

  /** The same net amount, taxed otherwise; the difference is of tax. An expense says itself how it is taxed, and may say why. */
  private Answer.Correction taxed(String subject, String contractId, DocLine line, LocalDate on) {
    var becomes = treatment(contractId, line, on);
    var difference = becomes.of(line.left).minus(line.tax.of(line.left));
    var expense = line.draft.event() != null && line.draft.billing() == BillingModel.EXPENSES;
    return new Answer.Correction(subject, line.doc.reference, on, tax(line.tax), tax(becomes), difference, true, expense ? events.superseded(line.draft.event(), line.doc.on, on) : null);
  }

  private static String tax(TaxTreatment treatment) {
    return "tax " + treatment.category() + " " + treatment.percent().toPlainString() + " %";
  }

  private boolean otherTax(String contractId, DocLine line, LocalDate on) {
    if (!facts.taxed() || line.doc.decided) return false;
    var treatment = treatment(contractId, line, on);
    return treatment != null && treatment.compareTo(line.tax) != 0;
  }

  private TaxTreatment treatment(String contractId, DocLine line, LocalDate on) {
    var at = terms.having(contractId, line.draft.contractLineId(), on);
    return issuing.treatment(line.doc, line.draft, at == null ? null : at.lines().get(line.draft.contractLineId()), on);
  }

  private boolean otherPayers(String contractId, LocalDate day, DocLine line, LocalDate on) {
    return !terms.at(contractId, on, day).payers().equals(line.doc.payers);
  }

  /** Also where fewer minutes are left than one of those who share them was credited: the others hold too many. */
  private boolean changed(TimeBook.Entry entry, DocLine line) {
    if (!entry.billable() || !line.doc.contract.contractId().equals(entry.contractId)) return true;
    var price = entry.price();
    return entry.allocated + entry.writtenOff + billed.releasedOfAll(entry.key, line.doc.payers) > entry.most() || !price.lineId().equals(line.draft.contractLineId()) || price.price().compareTo(line.draft.price()) != 0;
  }

  private static Answer.Correction correction(TimeBook.Entry entry, DocLine line, long minutes, LocalDate on) {
    var was = line.draft.price().of(minutes);
    var version = line.draft.allocations().stream().filter(part -> part.entryKey().equals(entry.key)).findFirst().orElseThrow().entryVersion();
    boolean still = entry.billable() && line.doc.contract.contractId().equals(entry.contractId);
    long most = entry.most();
    var now = still ? entry.price().price().of(Math.min(most, minutes + Math.max(0, most - entry.allocated))) : ExactAmount.zero(was.currency());
    var becomes = still ? most + " min at " + entry.price().price() : entry.fact.counts() ? "not billable here" : Reading.word(entry.fact.approval());
    return new Answer.Correction(entry.key, line.doc.reference, on, minutes + " min at " + line.draft.price(), becomes, now.minus(was).rounded(RoundingPolicy.HALF_UP), true, entry.since(version));
  }

  /** Events that billed more than is due of them now, each with the (negative) difference. */
  private List<BillingEvent> over(String contractId, LocalDate on, LocalDate through) {
    var over = new ArrayList<BillingEvent>();
    var due = new LinkedHashMap<String, BillingEvent>();
    var fees = new TreeMap<String, List<BillingEvent>>();
    for (var event : events.due(contractId, on, through)) {
      due.put(event.eventId(), event);
      if (isFee(event)) fees.computeIfAbsent(event.lineId(), key -> new ArrayList<>()).add(event);
    }
    for (var event : minimums.due(contractId, on, through)) due.put(event.eventId(), event);
    for (var event : due.values()) if (!isFee(event) && billed.rest(event).isNegative()) over.add(event.only(billed.rest(event)));
    for (var event : billed.events(contractId)) {
      boolean gone = !isFee(event) && !due.containsKey(event.eventId()) && !event.dueOn().isAfter(through);
      var rest = billed.rest(event.only(Money.zero(event.amount().currency())));
      if (gone && rest.isNegative()) over.add(event.only(rest));
    }
    fees.values().forEach(each -> {
      var whole = terms.having(contractId, each.get(0).lineId(), on);
      var gap = billed.gap(contractId, whole.contract().line(each.get(0).lineId()).orElseThrow().amount(), each.get(0).lineId());
      if (gap.isNegative()) over.add(each.get(each.size() - 1).only(gap));
    });
    return over;
  }

  private static boolean isFee(BillingEvent event) {
    return event.kind() == BillingModel.FIXED_FEE || event.kind() == BillingModel.PROGRESS;
  }

  private List<Answer.Correction> changed(BillingEvent over, LocalDate on) {
    var lines = billed.lines(over.contractId(), over.lineId());
    var invoice = lines.isEmpty() ? null : lines.get(0).doc.reference;
    return List.of(new Answer.Correction(over.source(), invoice, on, "billed", "less is due", over.amount(), true, lines.isEmpty() ? null : events.superseded(over, lines.get(0).doc.on, on)));
  }

  /** From the event's own document lines first, then from those of other events of the contract line, newest first; from all who shared an event alike. */
  private Map<Doc, List<Taken>> parts(String contractId, BillingEvent over) {
    var parts = new LinkedHashMap<Doc, List<Taken>>();
    var missing = over.amount().negated();
    var events = new LinkedHashMap<String, List<DocLine>>();
    events.put(over.eventId(), new ArrayList<>());
    for (var line : billed.lines(contractId, over.lineId())) {
      if (line.draft.event() != null && line.left.isPositive()) events.computeIfAbsent(line.draft.event().eventId() + (line.draft.event().eventId().equals(over.eventId()) ? "" : line.doc.on), key -> new ArrayList<>()).add(line);
    }
    for (var lines : events.values()) {
      var left = Money.sum(lines.stream().map(line -> line.left).toList(), missing.currency());
      var taken = Money.lesser(missing, left);
      if (!taken.isPositive()) continue;
      var shares = Allotment.of(taken, lines.stream().map(line -> line.left.exact().value()).toList());
      for (int i = 0; i < lines.size(); i++) {
        if (shares.get(i).isPositive()) parts.computeIfAbsent(lines.get(i).doc, doc -> new ArrayList<>()).add(new Taken(lines.get(i), shares.get(i), Map.of(), over.eventId()));
      }
      missing = missing.minus(taken);
    }
    return parts;
  }
}
