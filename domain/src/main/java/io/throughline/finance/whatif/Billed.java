package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.whatif.Documents.DocLine;
import io.throughline.finance.whatif.Documents.Taken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What contract lines and billing events have billed, net of credits; derived from documents alone. */
final class Billed {

  /** To whom something was billed, as one of those who shared it. */
  private record Payer(Payers among, String account) {}

  /** What one event billed, what was conceded of it, and who has to be billed what credits released. */
  private static final class Tally {

    Money net;
    Money conceded;
    final Map<Payer, Money> released = new HashMap<>();
  }

  private final Facts facts;
  private final Map<String, Money> byLine = new TreeMap<>();
  private final Map<String, Money> timeByLine = new TreeMap<>();
  /** What was conceded of minutes that credits released since: their next bill is lower by it. */
  private final Map<String, Money> concededByLine = new HashMap<>();
  /** What credit notes of a line's time paid of penalties and rebates, which are out of the price already. */
  private final Map<String, Money> variableByLine = new HashMap<>();
  private final Map<String, Money> byOrder = new HashMap<>();
  private final Map<String, Money> byContract = new HashMap<>();
  private final Map<String, Tally> events = new HashMap<>();
  private final Map<String, Map<String, BillingEvent>> eventsOf = new HashMap<>();
  private final Map<String, List<DocLine>> linesOf = new HashMap<>();
  /** Minutes that credits released, by entry, to be billed to the same account again while the same share them. */
  private final Map<String, Map<Payer, Long>> releasedMinutes = new HashMap<>();

  Billed(Facts facts) {
    this.facts = facts;
  }

  private Money zero(String contractId) {
    return Money.zero(facts.first(contractId).currency());
  }

  Money of(String contractId) {
    return byContract.getOrDefault(contractId, zero(contractId));
  }

  /** What was billed on a purchase order, of whichever lines named it then. */
  Money on(String contractId, String purchaseOrder) {
    return byOrder.getOrDefault(Facts.key(contractId, purchaseOrder), zero(contractId));
  }

  Money of(String contractId, String lineId) {
    return byLine.getOrDefault(Facts.key(contractId, lineId), zero(contractId));
  }

  /** The part of it that was minutes. */
  Money time(String contractId, String lineId) {
    return timeByLine.getOrDefault(Facts.key(contractId, lineId), zero(contractId));
  }

  /** What credit notes of a line's time paid of penalties and rebates: it was earned all the same, and their estimate takes it from the price. */
  Money variable(String contractId, String lineId) {
    return variableByLine.getOrDefault(Facts.key(contractId, lineId), zero(contractId));
  }

  void pays(String contractId, Taken part) {
    var draft = part.line().draft;
    if (draft.minutes() != null || draft.billing() == BillingModel.TIME_AND_MATERIALS) variableByLine.merge(Facts.key(contractId, draft.contractLineId()), part.amount(), Money::plus);
  }

  /** What was conceded of a line's minutes that are to be billed again. */
  Money conceded(String contractId, String lineId) {
    return concededByLine.getOrDefault(Facts.key(contractId, lineId), zero(contractId));
  }

  /** What was conceded as an amount of a line's minutes, billed or to be billed again. */
  Money forgone(String contractId, String lineId) {
    var forgone = conceded(contractId, lineId);
    for (var line : linesOf.getOrDefault(Facts.key(contractId, lineId), List.of())) forgone = forgone.plus(line.conceded);
    return forgone;
  }

  boolean ever(BillingEvent event) {
    return events.containsKey(event.eventId());
  }

  boolean holds(BillingEvent event) {
    var tally = events.get(event.eventId());
    return tally != null && (!tally.net.isZero() || event.amount().isZero());
  }

  /** What is still to be billed of an event; negative when more was billed than is due now. */
  Money rest(BillingEvent due) {
    var tally = events.get(due.eventId());
    return tally == null ? due.amount() : due.amount().minus(tally.net).minus(tally.conceded);
  }

  /** How much more is due of a fee than its line billed and conceded; negative when less. */
  Money gap(String contractId, List<BillingEvent> due) {
    return gap(contractId, Money.sum(due.stream().map(BillingEvent::amount).toList(), zero(contractId).currency()), due.get(0).lineId());
  }

  Money gap(String contractId, Money due, String lineId) {
    return due.minus(withConceded(contractId, lineId));
  }

  /** What a line billed, what was conceded of its events included: it was done all the same. */
  Money withConceded(String contractId, String lineId) {
    var all = of(contractId, lineId);
    for (var event : events(contractId)) if (event.lineId().equals(lineId)) all = all.plus(events.get(event.eventId()).conceded);
    return all;
  }

  /** Events of a contract that were ever billed. */
  List<BillingEvent> events(String contractId) {
    return List.copyOf(eventsOf.getOrDefault(contractId, Map.of()).values());
  }

  /** Document lines of a contract line, newest first. */
  List<DocLine> lines(String contractId, String lineId) {
    var lines = new ArrayList<>(linesOf.getOrDefault(Facts.key(contractId, lineId), List.of()));
    Collections.reverse(lines);
    return lines;
  }

  /** What credits released of an event, by account, as far as the same still share it. */
  Map<String, Money> released(String eventId, Payers among) {
    var released = new TreeMap<String, Money>();
    var tally = events.get(eventId);
    if (tally != null) tally.released.forEach((payer, amount) -> {
      if (payer.among().equals(among)) released.put(payer.account(), amount);
    });
    return released;
  }

  /** Minutes of an entry that credits released, as far as the same still share it. */
  long released(String entryKey, Payers among, String account) {
    return releasedMinutes.getOrDefault(entryKey, Map.of()).getOrDefault(new Payer(among, account), 0L);
  }

  /** Of all of them together. */
  long releasedOfAll(String entryKey, Payers among) {
    return releasedMinutes.getOrDefault(entryKey, Map.of()).entrySet().stream().filter(each -> each.getKey().among().equals(among)).mapToLong(Map.Entry::getValue).sum();
  }

  /** Of an entry that is billed whole nobody has to be billed again. */
  void whole(String entryKey) {
    releasedMinutes.remove(entryKey);
  }

  void add(String contractId, DocLine line) {
    move(contractId, line, line.draft.amount());
    if (line.draft.minutes() != null) {
      line.conceded = Money.lesser(line.draft.allowance(), conceded(contractId, line.draft.contractLineId()));
      concededByLine.merge(Facts.key(contractId, line.draft.contractLineId()), line.conceded.negated(), Money::plus);
    }
    linesOf.computeIfAbsent(Facts.key(contractId, line.draft.contractLineId()), key -> new ArrayList<>()).add(line);
    var account = new Payer(line.doc.payers, line.doc.billingAccount);
    var event = line.draft.event();
    if (event != null) {
      eventsOf.computeIfAbsent(contractId, key -> new TreeMap<>()).put(event.eventId(), event);
      var tally = tally(contractId, event.eventId());
      tally.net = tally.net.plus(line.draft.amount());
      tally.released.computeIfPresent(account, (key, released) -> less(released, line.draft.amount()));
    }
    for (var part : line.draft.allocations()) {
      var released = releasedMinutes.get(part.entryKey());
      if (released != null) released.computeIfPresent(account, (key, minutes) -> minutes > part.minutes() ? minutes - part.minutes() : null);
    }
  }

  private static Money less(Money released, Money billed) {
    return released.compareTo(billed) > 0 ? released.minus(billed) : null;
  }

  void take(String contractId, Taken part, MoneyFacts.Kind kind) {
    move(contractId, part.line(), part.amount().negated());
    var account = new Payer(part.line().doc.payers, part.line().doc.billingAccount);
    concede(contractId, part, kind);
    boolean again = kind != MoneyFacts.Kind.CONCESSION && part.line().doc.payers.many();
    if (part.event() != null) {
      var tally = tally(contractId, part.event());
      tally.net = tally.net.minus(part.amount());
      if (kind == MoneyFacts.Kind.CONCESSION) tally.conceded = tally.conceded.plus(part.amount());
      if (again) tally.released.merge(account, part.amount(), Money::plus);
    }
    if (again) part.minutes().forEach((entry, minutes) -> releasedMinutes.computeIfAbsent(entry, key -> new HashMap<>()).merge(account, minutes, Long::sum));
  }

  /** An amount conceded of minutes stays with them until all are released, and then with the line. */
  private void concede(String contractId, Taken part, MoneyFacts.Kind kind) {
    var line = part.line();
    if (line.draft.minutes() == null) return;
    if (kind == MoneyFacts.Kind.CONCESSION) {
      if (part.minutes().isEmpty()) line.conceded = line.conceded.plus(part.amount());
    } else if (line.minutesLeft() == 0) {
      concededByLine.merge(Facts.key(contractId, line.draft.contractLineId()), line.conceded, Money::plus);
      line.conceded = zero(contractId);
    }
  }

  /** Of two events of one line, the first of which is worth less than nothing: the second is billed for that much less. */
  void offset(String contractId, BillingEvent less, BillingEvent more, Money amount) {
    var from = tally(contractId, less.eventId());
    var to = tally(contractId, more.eventId());
    from.net = from.net.minus(amount);
    to.net = to.net.plus(amount);
  }

  private Tally tally(String contractId, String eventId) {
    return events.computeIfAbsent(eventId, key -> {
      var tally = new Tally();
      tally.net = zero(contractId);
      tally.conceded = zero(contractId);
      return tally;
    });
  }

  private void move(String contractId, DocLine line, Money amount) {
    var key = Facts.key(contractId, line.draft.contractLineId());
    byLine.merge(key, amount, Money::plus);
    if (line.draft.purchaseOrder() != null) byOrder.merge(Facts.key(contractId, line.draft.purchaseOrder()), amount, Money::plus);
    byContract.merge(contractId, amount, Money::plus);
    if (line.draft.minutes() != null) timeByLine.merge(key, amount, Money::plus);
  }
}
