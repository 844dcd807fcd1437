package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.OpenTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The client's orders: what is billed on each over all its lines, what room is left, and whether it is valid on a day. */
final class PurchaseOrders {

  private final Facts facts;
  private final Billed billed;
  private final Map<String, String> orderOf = new TreeMap<>();

  PurchaseOrders(Facts facts, Billed billed, Collection<ContractFact.Line> lines) {
    this.facts = facts;
    this.billed = billed;
    for (var line : lines) if (line != null && line.purchaseOrder() != null) orderOf.put(line.lineId(), line.purchaseOrder());
  }

  /** What may still be billed, by order; an order without limit is not there. */
  Map<String, Money> room(String contractId, LocalDate on) {
    var room = new TreeMap<String, Money>();
    for (var order : facts.latest(contractId, on).purchaseOrders()) {
      if (order.limit() == null) continue;
      var left = facts.money(order.limit(), facts.first(contractId).currency(), order, "limit").minus(billed.on(contractId, order.number()));
      room.put(order.number(), Money.greater(left, Money.zero(left.currency())));
    }
    return room;
  }

  List<OpenTime> within(String contractId, List<OpenTime> open, LocalDate on, Map<String, Answer.Held> held) {
    var valid = new ArrayList<OpenTime>();
    var rest = new TreeMap<String, List<OpenTime>>();
    for (var each : open) {
      if (order(contractId, each.rated().lineId(), on) == null) valid.add(each);
      else rest.computeIfAbsent(each.rated().lineId(), line -> new ArrayList<>()).add(each);
    }
    rest.forEach((line, times) -> {
      var worth = times.stream().map(each -> each.rated().price().of(each.minutes()).value()).reduce(Rational.ZERO, Rational::plus);
      hold(contractId, line, on, times.stream().mapToLong(OpenTime::minutes).sum(), new ExactAmount(worth, facts.first(contractId).currency()).rounded(facts.latest(contractId, on).rounding()), held);
    });
    return valid;
  }

  List<BillingEvent> events(String contractId, List<BillingEvent> due, LocalDate on, Map<String, Answer.Held> held) {
    var valid = new ArrayList<BillingEvent>();
    for (var each : due) {
      if (order(contractId, each.lineId(), on) == null) valid.add(each);
      else hold(contractId, each.lineId(), on, 0, each.amount(), held);
    }
    return valid;
  }

  /** The line's order, if it is not valid on a day; else null. */
  private String order(String contractId, String lineId, LocalDate on) {
    var number = orderOf.get(lineId);
    for (var order : facts.latest(contractId, on).purchaseOrders()) {
      if (order.number().equals(number) && (order.from() != null && on.isBefore(order.from()) || order.through() != null && on.isAfter(order.through()))) return number;
    }
    return null;
  }

  private void hold(String contractId, String lineId, LocalDate on, long minutes, Money amount, Map<String, Answer.Held> held) {
    var number = orderOf.get(lineId);
    var key = "po:" + contractId + ":" + number + ":" + lineId;
    var before = held.get(key);
    long all = before == null || before.minutes() == null ? minutes : before.minutes() + minutes;
    held.put(key, new Answer.Held("line", lineId, contractId, lineId, "PO_NOT_VALID", "purchase order " + number + " is not valid on " + on, all == 0 ? null : all, amount.currency(), before == null ? amount : before.amountAtRisk().plus(amount)));
  }
}
