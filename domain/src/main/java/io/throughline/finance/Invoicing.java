package io.throughline.finance;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.InvoiceDraft.Allocation;
import io.throughline.finance.InvoiceDraft.Line;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Turns open minutes and billing events of one contract into invoice drafts.
 *
 * <p>Minutes are summed per line, role (or person) and rate, and rounded once. Nothing goes beyond a cap or a line's amount: minutes
 * above the cap are covered by it; of an event what fits is billed, but a milestone or a part of a fee above the amount is held whole. The order of the input does not matter.
 */
public final class Invoicing {

  /** Minutes that a cap swallowed: delivered, never to be billed. */
  public record CoveredByCap(String lineId, String entryKey, long minutes) {}

  /**
   * An event, or what is left of it, that would bill more than was agreed.
   *
   * @param purchaseOrder the one that has no room for it; null where the line's own terms end before
   */
  public record Beyond(BillingEvent event, Money agreed, Money billedSoFar, String purchaseOrder) {}

  /** Minutes for which a purchase order has no room: they stay unbilled. */
  public record NoRoom(String purchaseOrder, String lineId, String entryKey, long minutes, ExactAmount worth) {}

  /** The drafts, and what could not be billed. */
  public record Drafted(List<InvoiceDraft> invoices, List<CoveredByCap> covered, List<Beyond> held, List<NoRoom> noRoom) {}

  private record Group(String lineId, String role, String personId, String rate, UnitPrice price, String apart) implements Comparable<Group> {

    private static final Comparator<Group> ORDER =
        comparing(Group::lineId)
            .thenComparing(Group::role, nullsFirst(naturalOrder()))
            .thenComparing(Group::personId, nullsFirst(naturalOrder()))
            .thenComparing(Group::rate)
            .thenComparing(Group::price)
            .thenComparing(Group::apart, nullsFirst(naturalOrder()));

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  private final ContractVersion contract;
  private final Map<String, Money> billed;
  private final Map<String, Money> conceded;
  private final Map<String, Money> orderRoom;
  private final LocalDate invoicedOn;
  private final List<CoveredByCap> covered = new ArrayList<>();
  private final List<Beyond> beyond = new ArrayList<>();
  private final List<NoRoom> noRoom = new ArrayList<>();

  private Invoicing(ContractVersion contract, Map<String, Money> billed, Map<String, Money> conceded, Map<String, Money> orderRoom, LocalDate invoicedOn) {
    this.conceded = conceded;
    this.orderRoom = new TreeMap<>(orderRoom);
    this.contract = contract;
    this.billed = new TreeMap<>(billed);
    this.invoicedOn = invoicedOn;
  }

  /** @param billedSoFar net of credits, by contract line; a missing line has billed nothing */
  public static Drafted draft(
      ContractVersion contract, Collection<OpenTime> open, Collection<BillingEvent> events, Map<String, Money> billedSoFar, LocalDate invoicedOn) {
    return draft(contract, open, events, billedSoFar, Map.of(), Map.of(), invoicedOn);
  }

  /**
   * @param conceded what was given up of minutes that are billed again, by contract line: they are billed for that much less
   * @param orderRoom what may still be billed on purchase orders that have a limit
   */
  public static Drafted draft(
      ContractVersion contract, Collection<OpenTime> open, Collection<BillingEvent> events, Map<String, Money> billedSoFar, Map<String, Money> conceded, Map<String, Money> orderRoom, LocalDate invoicedOn) {
    Invariant.holds(contract.approved(), "%s bills unapproved terms", contract.contractId());
    return new Invoicing(contract, billedSoFar, conceded, orderRoom, invoicedOn).drafted(open, events);
  }

  private Drafted drafted(Collection<OpenTime> open, Collection<BillingEvent> events) {
    var lines = new ArrayList<Line>();
    var byLine = new TreeMap<String, List<OpenTime>>();
    for (var time : open) byLine.computeIfAbsent(time.rated().lineId(), id -> new ArrayList<>()).add(time);
    byLine.forEach((lineId, times) -> lines.addAll(timeLines(termsOf(lineId), times)));
    events.stream().sorted().forEach(event -> lines.addAll(eventLine(termsOf(event.lineId()), event)));
    var shared = new TreeMap<String, List<Line>>();
    for (var line : lines) shared.computeIfAbsent(sharing(line), key -> new ArrayList<>()).add(line);
    return new Drafted(shared.values().stream().map(this::invoice).toList(), List.copyOf(covered), List.copyOf(beyond), List.copyOf(noRoom));
  }

  private List<Line> timeLines(ContractLine terms, List<OpenTime> times) {
    var room = room(terms, terms.cap());
    var taken = room == null ? times : within(terms, room, times);
    var groups = new TreeMap<Group, List<OpenTime>>();
    for (var time : taken) groups.computeIfAbsent(group(terms, time), key -> new ArrayList<>()).add(time);
    var lines = new ArrayList<Line>();
    var less = conceded.getOrDefault(terms.lineId(), Money.zero(contract.currency()));
    for (var group : groups.entrySet()) {
      var gross = group.getKey().price().of(minutes(group.getValue())).rounded(contract.rounding());
      var allowance = room == null ? Money.zero(contract.currency()) : Money.greater(gross.minus(room), Money.zero(contract.currency()));
      var given = Money.lesser(less, gross.minus(allowance));
      less = less.minus(given);
      allowance = allowance.plus(given);
      var line = line(terms, group.getKey(), group.getValue(), allowance, gross.minus(allowance));
      if (room != null) room = room.minus(line.amount());
      lines.add(line);
      bill(terms, line.amount());
    }
    return lines;
  }

  /**
   * The first minutes up to the cap and the room of the purchase order; the minute that crosses either is billed with an allowance. What the cap
   * has room for beyond the order stays unbilled, the rest is covered.
   */
  private List<OpenTime> within(ContractLine terms, Money room, List<OpenTime> times) {
    var taken = new ArrayList<OpenTime>();
    var left = room.exact();
    var uncapped = terms.cap() == null ? null : terms.cap().minus(billed(terms)).exact();
    for (var time : times.stream().sorted().toList()) {
      var price = time.rated().price();
      var allowed = uncapped == null ? time.minutes() : fitting(time, uncapped);
      var fits = Math.min(fitting(time, left), allowed);
      if (fits > 0) taken.add(time.only(fits));
      if (fits < allowed) noRoom.add(new NoRoom(terms.purchaseOrder(), terms.lineId(), time.entryKey(), allowed - fits, within(uncapped, price.of(fits), price.of(allowed - fits))));
      if (allowed < time.minutes()) covered.add(new CoveredByCap(terms.lineId(), time.entryKey(), time.minutes() - allowed));
      left = left.minus(price.of(fits));
      if (uncapped != null) uncapped = uncapped.minus(price.of(allowed));
    }
    return taken;
  }

  /** What minutes are worth, as far as the cap goes after those before them. */
  private static ExactAmount within(ExactAmount cap, ExactAmount before, ExactAmount worth) {
    if (cap == null) return worth;
    var left = cap.minus(before);
    return left.compareTo(worth) < 0 ? left : worth;
  }

  private static long fitting(OpenTime time, ExactAmount left) {
    var minute = time.rated().price().of(1).value();
    if (minute.signum() == 0) return time.minutes();
    if (left.value().signum() <= 0) return 0;
    var needed = left.value().dividedBy(minute).rounded(0, RoundingPolicy.DOWN).longValueExact();
    var exact = time.rated().price().of(needed).compareTo(left) == 0;
    return Math.min(time.minutes(), exact ? needed : needed + 1);
  }

  private List<Line> eventLine(ContractLine terms, BillingEvent event) {
    var limit = terms.cap() != null ? terms.cap() : terms.billing() == BillingModel.MILESTONE || terms.billing() == BillingModel.FIXED_FEE || terms.billing() == BillingModel.PROGRESS ? terms.amount() : null;
    var room = room(terms, limit);
    if (room == null || room.compareTo(event.amount()) >= 0) return List.of(eventLine(terms, event, event.amount()));
    boolean divisible = event.kind() != BillingModel.MILESTONE && event.kind() != BillingModel.FIXED_FEE && event.kind() != BillingModel.PROGRESS;
    var part = room.isPositive() && divisible ? room : Money.zero(contract.currency());
    boolean order = limit == null || room.compareTo(limit.minus(billed(terms))) < 0;
    beyond.add(new Beyond(event.only(event.amount().minus(part)), billed(terms).plus(room), billed(terms), order ? terms.purchaseOrder() : null));
    return part.isZero() ? List.of() : List.of(eventLine(terms, event.only(part), part));
  }

  private Line eventLine(ContractLine terms, BillingEvent event, Money amount) {
    bill(terms, amount);
    return new Line(
            event.eventId(),
            terms.lineId(),
            event.kind(),
            event.description() == null ? terms.description() : event.description(),
            terms.workstream(),
            terms.purchaseOrder(),
            null,
            null,
            null,
            null,
            null,
            Money.zero(contract.currency()),
            amount,
            List.of(),
            event);
  }

  private Line line(ContractLine terms, Group group, List<OpenTime> times, Money allowance, Money amount) {
    var allocations = times.stream().sorted().map(time -> new Allocation(time.entryKey(), time.version(), time.minutes(), time.generation())).toList();
    return new Line(
        ContentId.of("line", List.of(contract.contractId(), group, allocations)),
        terms.lineId(),
        terms.billing(),
        terms.description(),
        terms.workstream(),
        terms.purchaseOrder(),
        group.role(),
        group.personId(),
        group.rate(),
        minutes(times),
        group.price(),
        allowance,
        amount,
        allocations,
        null);
  }

  private InvoiceDraft invoice(List<Line> lines) {
    var keys = new ArrayList<Object>(List.of(contract.contractId(), invoicedOn));
    lines.forEach(line -> keys.add(line.lineKey()));
    var orders = lines.stream().map(Line::purchaseOrder).distinct().toList();
    return new InvoiceDraft(
        ContentId.of("inv", keys),
        contract.threadId(),
        contract.contractId(),
        contract.version(),
        contract.entity(),
        contract.billingAccount(),
        orders.size() == 1 ? orders.get(0) : null,
        invoicedOn,
        invoicedOn.plusDays(contract.paymentTermsDays()),
        lines,
        Money.sum(lines.stream().map(Line::amount).toList(), contract.currency()));
  }

  private String sharing(Line line) {
    return switch (contract.invoicePer()) {
      case CONTRACT -> "";
      case PURCHASE_ORDER -> Objects.toString(line.purchaseOrder(), "");
      case WORKSTREAM -> Objects.toString(line.workstream(), "");
      case LINE -> line.contractLineId();
    };
  }

  private static Group group(ContractLine terms, OpenTime time) {
    var rated = time.rated();
    return new Group(terms.lineId(), rated.role(), terms.groupByPerson() ? rated.personId() : null, rated.rate().reference(), rated.price(), time.apart());
  }

  private static long minutes(List<OpenTime> times) {
    return times.stream().mapToLong(OpenTime::minutes).sum();
  }

  /** What a line may still bill, by its own limit and its purchase order's; null without limit. */
  private Money room(ContractLine terms, Money limit) {
    var own = limit == null ? null : Money.greater(limit.minus(billed(terms)), Money.zero(contract.currency()));
    var order = terms.purchaseOrder() == null ? null : orderRoom.get(terms.purchaseOrder());
    if (own == null || order == null) return own == null ? order : own;
    return Money.lesser(own, order);
  }

  private void bill(ContractLine terms, Money amount) {
    billed.merge(terms.lineId(), amount, Money::plus);
    if (terms.purchaseOrder() != null) orderRoom.computeIfPresent(terms.purchaseOrder(), (order, room) -> room.minus(amount));
  }

  private Money billed(ContractLine terms) {
    return billed.getOrDefault(terms.lineId(), Money.zero(contract.currency()));
  }

  private ContractLine termsOf(String lineId) {
    var found = contract.line(lineId);
    Invariant.holds(found.isPresent(), "%s has no line %s", contract.contractId(), lineId);
    return found.orElseThrow();
  }
}
