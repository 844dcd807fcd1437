package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journal;
import io.throughline.finance.Journals.Entry;
import io.throughline.finance.Journals.Leg;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Posts journals: in the first open period, in document and base currency.
 *
 * <p>A document amount is converted once, at the rate of the day. What an account carries is relieved at the base amount it was carried
 * at; the difference is realised on exchange. Without relief a base cent is rounding.
 */
final class Ledger {

  record Source(String threadId, String sourceId, String entity, LocalDate on, LocalDate belongsTo) {}

  private record Key(String entity, Account account, String carriedBy, Currency document) {}

  private record Carried(Money document, Money base) {}

  private static final Set<Account> CARRIED = EnumSet.of(Account.AR, Account.CA, Account.CL, Account.UNAP, Account.RFL);
  private static final Set<Account> OWN_RESULT = EnumSet.of(Account.REV, Account.WO, Account.BD);

  private final Facts facts;
  private final List<Journal> journals = new ArrayList<>();
  private final Map<Key, Carried> balances = new HashMap<>();
  private final Map<String, TreeMap<LocalDate, Rational>> rates = new HashMap<>();

  Ledger(Facts facts) {
    this.facts = facts;
    for (var rate : facts.bundle.fxRates()) {
      if (rate.rate().signum() <= 0) throw facts.refused(rate, "rate", "NONSENSE", "a rate must be positive");
      rates.computeIfAbsent(rate.from() + "/" + rate.to(), key -> new TreeMap<>()).put(rate.on(), Rational.of(rate.rate()));
    }
  }

  List<Journal> journals() {
    return journals;
  }

  Money balance(String entity, Account account, String carriedBy, Currency currency) {
    var carried = balances.get(new Key(entity, account, carriedBy, currency));
    return carried == null ? Money.zero(currency) : carried.document();
  }

  void post(Entry entry, Source source) {
    post(entry.rule(), source, entry.legs().toArray(Leg[]::new));
  }

  /** Posts; a rule whose amounts are all zero posts nothing. */
  void post(String rule, Source source, Leg... legs) {
    var wanted = new ArrayList<Leg>();
    for (var leg : legs) if (!leg.amount().isZero()) wanted.add(leg);
    if (wanted.isEmpty()) return;
    var on = openDay(source.entity(), source.belongsTo().isAfter(source.on()) ? source.on() : source.belongsTo(), source.on());
    var base = facts.base(source.entity(), wanted.get(0).amount().currency());
    var lines = new ArrayList<Journal.Line>();
    boolean relieved = false;
    Money off = Money.zero(base);
    for (var leg : wanted) {
      var relief = relief(source.entity(), leg, base);
      relieved |= relief != null;
      var amount = relief != null ? relief : converted(leg.amount(), base, on);
      lines.add(new Journal.Line(leg.account(), leg.amount(), amount, leg.carriedBy()));
      off = off.plus(amount);
    }
    if (!off.isZero()) absorb(lines, off, relieved, wanted.get(0).amount().currency());
    for (var line : lines) carry(source.entity(), line);
    journals.add(journal(rule, source, on, lines));
  }

  /** Posts base currency alone: the document amounts are zero. */
  void postBase(String rule, Source source, Account debit, Account credit, Money amount, Currency document) {
    if (amount.isZero()) return;
    var zero = Money.zero(document);
    var on = openDay(source.entity(), source.on(), source.on());
    journals.add(journal(rule, source, on, List.of(new Journal.Line(debit, zero, amount, null), new Journal.Line(credit, zero, amount.negated(), null))));
  }

  /** The base amount an account is carried at. */
  Money carriedBase(String entity, Account account, String carriedBy, Currency document, Currency base) {
    var carried = balances.get(new Key(entity, account, carriedBy, document));
    return carried == null ? Money.zero(base) : carried.base();
  }

  Money converted(Money amount, Currency to, LocalDate on) {
    return amount.currency().equals(to) ? amount : amount.exact().times(rate(amount.currency(), to, on)).value().compareTo(Rational.ZERO) == 0 ? Money.zero(to) : rounded(amount, to, on);
  }

  private Money rounded(Money amount, Currency to, LocalDate on) {
    var value = amount.exact().value().times(rate(amount.currency(), to, on));
    return Money.of(value.rounded(to.getDefaultFractionDigits(), RoundingPolicy.HALF_UP), to);
  }

  /** The rate of the day or the last before it; the inverse only when the pair itself was never given. */
  private Rational rate(Currency from, Currency to, LocalDate on) {
    var direct = rates.get(from + "/" + to);
    var found = direct == null ? null : direct.floorEntry(on);
    if (found != null) return found.getValue();
    var inverse = direct != null || rates.get(to + "/" + from) == null ? null : rates.get(to + "/" + from).floorEntry(on);
    if (inverse != null) return Rational.ONE.dividedBy(inverse.getValue());
    throw new Refused("/fxRates", "FX_RATE_MISSING", "no rate from " + from + " to " + to + " on " + on);
  }

  private Money relief(String entity, Leg leg, Currency base) {
    var carried = CARRIED.contains(leg.account()) ? balances.get(new Key(entity, leg.account(), leg.carriedBy(), leg.amount().currency())) : null;
    if (carried == null || carried.document().amount().signum() * leg.amount().amount().signum() >= 0) return null;
    if (carried.document().abs().compareTo(leg.amount().abs()) <= 0) {
      return carried.document().abs().equals(leg.amount().abs()) ? carried.base().negated() : null;
    }
    var share = leg.amount().exact().value().dividedBy(carried.document().exact().value());
    return Money.of(carried.base().exact().value().times(share).rounded(base.getDefaultFractionDigits(), RoundingPolicy.HALF_UP), base);
  }

  private static void absorb(List<Journal.Line> lines, Money off, boolean relieved, Currency document) {
    if (relieved) {
      boolean onlyRelief = lines.stream().allMatch(line -> CARRIED.contains(line.account()) || OWN_RESULT.contains(line.account())) && lines.stream().filter(line -> OWN_RESULT.contains(line.account())).count() == 1 && lines.size() == 2;
      if (onlyRelief) {
        lines.replaceAll(line -> OWN_RESULT.contains(line.account()) ? new Journal.Line(line.account(), line.document(), line.base().minus(off), line.reference()) : line);
        return;
      }
      lines.add(new Journal.Line(off.isPositive() ? Account.FXG : Account.FXL, Money.zero(document), off.negated(), null));
    } else {
      lines.add(new Journal.Line(Account.RND, Money.zero(document), off.negated(), null));
    }
  }

  private void carry(String entity, Journal.Line line) {
    if (!CARRIED.contains(line.account()) || line.reference() == null) return;
    balances.merge(
        new Key(entity, line.account(), line.reference(), line.document().currency()),
        new Carried(line.document(), line.base()),
        (a, b) -> new Carried(a.document().plus(b.document()), a.base().plus(b.base())));
  }

  private static Journal journal(String rule, Source source, LocalDate on, List<Journal.Line> lines) {
    return Journal.of(rule, new Journal.Context(source.threadId(), source.sourceId(), source.entity(), on, source.belongsTo()), lines);
  }

  /** The day itself, or the first day of the first month that is open as known on {@code seenOn}. */
  LocalDate openDay(String entity, LocalDate day, LocalDate seenOn) {
    var on = day;
    while (closed(entity, YearMonth.from(on), Bundle.Stream.LEDGER, seenOn)) on = YearMonth.from(on).plusMonths(1).atDay(1);
    return on;
  }

  boolean closed(String entity, YearMonth month, Bundle.Stream stream, LocalDate seenOn) {
    Bundle.PeriodState last = null;
    for (var each : facts.bundle.periods()) {
      var asked = each.entity().equals(entity) && each.month().equals(month) && (each.stream() == null ? Bundle.Stream.LEDGER : each.stream()) == stream;
      if (asked && !each.since().isAfter(seenOn) && (last == null || each.since().isAfter(last.since()))) last = each;
    }
    return last != null && last.state() != Bundle.State.OPEN;
  }
}
