package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Entry;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.ContentId;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.RecurringFee;
import io.throughline.finance.ToldTax;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import io.throughline.finance.whatif.Documents.Taken;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Credit notes: what one takes from an invoice, what that releases, and its postings. */
final class Credits {

  private final Facts facts;
  private final TimeBook time;
  private final Ledger ledger;
  private final Billed billed;
  private final Revenue revenue;
  private final Documents documents;
  private final Losses losses;
  private final WaitingTax waiting;
  private final Advances advances;
  final Map<String, Answer.Held> held = new TreeMap<>();
  /** Those that are dated back, by the day they were made. */
  private final Map<LocalDate, List<Doc>> made = new TreeMap<>();

  Credits(Facts facts, TimeBook time, Ledger ledger, Billed billed, Revenue revenue, Documents documents, Losses losses, WaitingTax waiting, Advances advances) {
    this.losses = losses;
    this.advances = advances;
    this.waiting = waiting;
    this.facts = facts;
    this.time = time;
    this.ledger = ledger;
    this.billed = billed;
    this.revenue = revenue;
    this.documents = documents;
  }

  /** False while the invoice is not there yet. */
  boolean credit(MoneyFacts.Credit fact, LocalDate today) {
    var doc = documents.byReference.get(fact.invoice());
    if (doc == null || doc.corrects != null) return false;
    if (late(fact, doc) == today.equals(fact.on())) return true; // the other day's
    var taken = fact.lines().isEmpty() ? doc.lines.stream().filter(line -> !line.left.isZero() || line.minutesLeft() > 0).map(Taken::all).toList() : parts(fact, doc);
    if (taken == null) return true;
    if (taken.isEmpty()) hold(fact, doc, "nothing is left of " + fact.invoice());
    else credit(doc, taken, fact.on(), fact.reason() == null ? fact.creditId() : fact.reason(), fact.kind(), pays(fact, doc), fact);
    return true;
  }

  /** Whether it is dated back into a period that was closed when it was made: nothing of it is before that day. */
  private boolean late(MoneyFacts.Credit fact, Doc original) {
    return fact.madeOn() != null && fact.madeOn().isAfter(fact.on()) && ledger.closed(original.entity, fact.on(), Bundle.Stream.LEDGER, fact.madeOn());
  }

  /** Whether it pays a variable amount, which the estimate kept out of the price. */
  private boolean pays(MoneyFacts.Credit fact, Doc doc) {
    if (fact.variable() == null) return false;
    if (facts.latest(doc.contract.contractId(), fact.on()).variable().stream().noneMatch(each -> each.variableId().equals(fact.variable()))) throw facts.refused(fact, "variable", "UNKNOWN_REFERENCE", "no " + fact.variable() + " in " + doc.contract.contractId());
    return true;
  }

  private void hold(MoneyFacts.Credit fact, Doc doc, String text) {
    held.put(fact.creditId(), new Answer.Held("credit", fact.creditId(), doc.contract.contractId(), null, "CREDIT_EXCEEDS", text, null, null, null));
  }

  private List<Taken> parts(MoneyFacts.Credit fact, Doc doc) {
    var amounts = new LinkedHashMap<DocLine, Money>();
    var minutes = new LinkedHashMap<DocLine, Map<String, Long>>();
    for (var each : fact.lines().stream().sorted(Comparator.comparing(part -> part.line() + "|" + part.entry() + "|" + part.expense() + "|" + part.amount() + "|" + part.minutes() + "|" + part.period())).toList()) {
      boolean found = false;
      for (var line : doc.lines) {
        if (found && each.amount() != null || each.line() != null && !each.line().equals(line.draft.contractLineId())) continue;
        if (each.entry() != null && each.amount() == null) found |= entry(each, line, amounts, minutes);
        else if (each.expense() != null || each.period() != null) {
          var source = each.period() == null ? ExpenseBilling.source(each.expense()) : RecurringFee.source(each.period());
          if (line.draft.event() == null || !line.draft.event().source().equals(source)) continue;
          amounts.put(line, line.left);
          found = true;
        } else if (each.amount() != null) {
          if (each.entry() != null && !bills(line, each.entry())) continue;
          if (line.draft.minutes() != null && fact.kind() != MoneyFacts.Kind.CONCESSION) throw facts.refused(each, "amount", "CONTRADICTION", "minutes are released by entry; an amount of them can only be conceded");
          amounts.merge(line, facts.money(each.amount(), doc.currency, each, "amount"), Money::plus);
          found = true;
        } else {
          amounts.put(line, line.left);
          minutes.put(line, new TreeMap<>(line.holds));
          found = true;
        }
      }
      if (!found && held(each, doc)) {
        hold(fact, doc, "less is left of " + each.entry() + " on " + fact.invoice() + " than is asked");
        return null;
      }
      if (!found) throw facts.refused(each, each.expense() != null ? "expense" : each.period() != null ? "period" : each.entry() == null ? "line" : "entry", "UNKNOWN_REFERENCE", fact.invoice() + " does not hold it");
    }
    for (var each : amounts.entrySet()) {
      if (each.getValue().compareTo(each.getKey().left) > 0 || !each.getValue().isPositive() && minutes.getOrDefault(each.getKey(), Map.of()).isEmpty()) {
        hold(fact, doc, each.getValue() + " asked, " + each.getKey().left + " is left of line " + each.getKey().draft.contractLineId());
        return null;
      }
    }
    return amounts.entrySet().stream().map(each -> new Taken(each.getKey(), each.getValue(), minutes.getOrDefault(each.getKey(), Map.of()))).toList();
  }

  /** Whether the invoice had so much of the entry before corrections took from it. */
  private boolean held(MoneyFacts.CreditLine each, Doc doc) {
    var entry = each.entry() == null ? null : time.find(each.entry());
    return entry != null && doc.lines.stream()
        .filter(line -> each.line() == null || each.line().equals(line.draft.contractLineId()))
        .anyMatch(line -> line.draft.allocations().stream().filter(part -> part.entryKey().equals(entry.key)).mapToLong(part -> part.minutes()).sum() >= (each.minutes() == null ? 1 : each.minutes()));
  }

  private boolean bills(DocLine line, String named) {
    var entry = time.find(named);
    return entry != null && line.draft.allocations().stream().anyMatch(part -> part.entryKey().equals(entry.key));
  }

  private boolean entry(MoneyFacts.CreditLine each, DocLine line, Map<DocLine, Money> amounts, Map<DocLine, Map<String, Long>> minutes) {
    var entry = time.find(each.entry());
    long holds = entry == null ? 0 : line.holds.getOrDefault(entry.key, 0L);
    long wanted = each.minutes() == null ? holds : each.minutes();
    if (holds == 0 || wanted > holds) return false;
    var taken = minutes.computeIfAbsent(line, key -> new TreeMap<>());
    taken.merge(entry.key, wanted, Long::sum);
    long all = taken.values().stream().mapToLong(Long::longValue).sum();
    var worth = line.draft.price().of(all).rounded(RoundingPolicy.HALF_UP);
    amounts.put(line, all == line.minutesLeft() ? line.left : Money.lesser(worth, line.left));
    return true;
  }

  /** @param corrections what it settles */
  void correct(Doc original, List<Taken> taken, LocalDate on, List<Answer.Correction> corrections) {
    var because = new TreeMap<String, String>();
    for (var each : corrections) if (each.reason() != null && original.reference.equals(each.invoice())) because.put(each.entry(), each.reason());
    credit(original, taken, on, "correction", MoneyFacts.Kind.RELEASE, false, null).because = because;
  }

  private Doc credit(Doc original, List<Taken> taken, LocalDate on, String reason, MoneyFacts.Kind kind, boolean estimated, MoneyFacts.Credit told) {
    var contractId = original.contract.contractId();
    var doc = Documents.credit(original, taken, on, reason);
    if (told != null && told.tax() != null) Documents.credited(doc, tax(told, doc));
    if (original.taxInBooks != null) doc.taxInBooks = taxInBooks(original, doc.tax);
    if (told != null && told.madeOn() != null) doc.madeOn = told.madeOn();
    documents.name(doc, "CN", told == null ? null : told.reference());
    documents.issue(doc);
    doc.documentId = ContentId.of("crn", List.of(original.documentId, doc.reference, reason, doc.net));
    for (var part : taken) {
      billed.take(contractId, part, kind);
      part.minutes().forEach((key, minutes) -> {
        var entry = time.entries.get(key);
        entry.allocated -= minutes;
        entry.generation++;
        if (kind == MoneyFacts.Kind.CONCESSION) entry.giveUp(minutes);
        if (!part.line().holds.containsKey(key)) entry.heldBy.remove(part.line());
        time.changed(entry);
      });
    }
    revenue.touched(contractId);
    if (estimated) {
      taken.forEach(part -> billed.pays(contractId, part));
      revenue.pays(contractId, told.variable(), doc.net);
    }
    post(contractId, doc, kind, estimated);
    takeOff(doc, told != null && late(told, original));
    return doc;
  }

  private Money tax(MoneyFacts.Credit told, Doc doc) {
    var tax = facts.money(told.tax(), doc.currency, told, "tax");
    var original = doc.corrects.taxes.values().stream().reduce(Money.zero(doc.currency), Money::plus);
    var taken = doc.corrects.taxTaken.values().stream().reduce(Money.zero(doc.currency), Money::plus).minus(doc.tax);
    if (taken.plus(tax).abs().compareTo(original.abs()) > 0) throw facts.refused(told, "tax", "CONTRADICTION", tax + " is more than the " + original.minus(taken) + " of tax that is left of " + told.invoice());
    if (doc.bases.size() > 1 || !ToldTax.plausible(doc.net, tax)) throw facts.refused(told, "tax", "CONTRADICTION", tax + " cannot be the tax of " + doc.net);
    return tax;
  }

  /** What is left of the original's tax in the books, in proportion: its rate, not today's, and all of it with the last of the tax. */
  private static Money taxInBooks(Doc original, Money tax) {
    var books = original.taxInBooks.currency();
    var taken = original.taxInBooksTaken == null ? Money.zero(books) : original.taxInBooksTaken;
    if (tax.isZero()) return Money.zero(books);
    var left = original.tax.plus(tax).minus(Money.sum(original.taxTaken.values(), tax.currency()));
    var share = original.taxInBooks.minus(taken).exact().times(tax.exact().value().dividedBy(left.exact().value())).rounded(RoundingPolicy.HALF_UP);
    original.taxInBooksTaken = taken.plus(share);
    return share;
  }

  /** Revenue of lines with different posting dimensions: a journal for each of them, and one for the tax. */
  private void post(String rule, String contractId, Doc doc, Map<Map<String, String>, Money> apart) {
    ledger.post(waiting.placed(doc.corrects, new Entry(rule, List.of(new Leg(Account.VAT, doc.tax, null), new Leg(Account.AR, doc.tax.negated(), doc.corrects.reference)))), source(doc));
    apart.forEach((dimensions, amount) -> ledger.post(rule, doc.posted(dimensions).seenOn(doc.madeOn).ratedAs(doc.corrects.on), new Leg(Account.REV, amount, contractId), new Leg(Account.AR, amount.negated(), doc.corrects.reference)));
  }

  /** At the rate of what it takes back, and tax at what that was carried at. */
  private static Ledger.Source source(Doc doc) {
    return doc.posted(doc.reference, doc.on).seenOn(doc.madeOn).ratedAs(doc.corrects.on).carriedBy(doc.corrects.reference);
  }

  private void post(String contractId, Doc doc, MoneyFacts.Kind kind, boolean estimated) {
    var source = source(doc);
    var apart = doc.apart();
    if (kind == MoneyFacts.Kind.CONCESSION && !estimated) {
      var owed = revenue.fromRefundLiability(contractId, doc);
      revenue.conceded(contractId, doc, owed);
      if (owed.isZero() && !apart.isEmpty()) post("J6", contractId, doc, apart);
      else ledger.post(waiting.placed(doc.corrects, new Entry("J6", List.of(new Leg(Account.RFL, owed, contractId), new Leg(Account.REV, doc.net.minus(owed), contractId), new Leg(Account.VAT, doc.tax, null), new Leg(Account.AR, doc.net.plus(doc.tax).negated(), doc.corrects.reference)))), source);
    } else {
      var zero = Money.zero(doc.currency);
      var asBilled = doc.contract.asBilled();
      if (asBilled) revenue.asBilled(contractId, doc);
      var liability = ledger.balance(doc.entity, Account.CL, contractId, doc.currency).negated();
      var fromLiability = asBilled ? zero : Money.greater(Money.lesser(doc.net, liability), zero);
      var rule = kind == MoneyFacts.Kind.REVERSAL ? "J7" : estimated ? "J6" : "J5";
      if (asBilled && !apart.isEmpty()) post(rule, contractId, doc, apart);
      else ledger.post(waiting.placed(doc.corrects, Journals.credited(rule, contractId, doc.corrects.reference, doc.net, doc.tax, fromLiability, asBilled ? doc.net : zero)), source);
    }
    ledger.post("J21", source, new Leg(Account.RND, doc.rounding, null), new Leg(Account.AR, doc.rounding.negated(), doc.corrects.reference));
  }

  private void takeOff(Doc doc, boolean late) {
    var original = doc.corrects;
    original.open = original.open.minus(doc.total());
    if (late || doc.madeOn.equals(doc.on)) {
      settleOverCredit(doc, doc.madeOn);
      return;
    }
    waiting.closed(original, doc.reference, doc.on);
    original.unmade = original.unmade.plus(doc.total());
    made.computeIfAbsent(doc.madeOn, day -> new ArrayList<>()).add(doc);
  }

  /** From this day on money sees those that were made on it. */
  void made(LocalDate day) {
    for (var doc : made.getOrDefault(day, List.of())) {
      doc.corrects.unmade = doc.corrects.unmade.minus(doc.total());
      settleOverCredit(doc, day);
    }
  }

  /** What was paid already and is now credited is the client's: unapplied, and an advance again where it was one. */
  private void settleOverCredit(Doc doc, LocalDate on) {
    var original = doc.corrects;
    losses.takeBack(original, original.owed().negated(), doc.reference, on);
    waiting.closed(original, doc.reference, on);
    if (!original.owed().isNegative()) return;
    var source = doc.posted(doc.reference, on);
    for (var part : advances.again(original, original.owed().negated(), source)) release(original, part.amount(), part.advance().fact.owner(), source);
    if (original.contract.asBilled()) return; // it stays a credit balance of the receivable
    original.freed = original.freed.plus(original.owed().negated());
    release(original, original.owed().negated(), original.billingAccount, source);
  }

  private void release(Doc original, Money back, String owner, Ledger.Source source) {
    original.settles(back.negated());
    ledger.post("J9", source, new Leg(Account.AR, back, original.reference), new Leg(Account.UNAP, back.negated(), owner));
  }
}
