package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.ContentId;
import io.throughline.finance.ExchangeRates;
import io.throughline.finance.Journal;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Entry;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.Tender;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Posts journals: in the first open period, in document and base currency.
 *
 * <p>A document amount is converted once, at the rate of the day; of a credit note or a loss at the rate of its invoice. What an account carries is relieved at the base amount it was carried
 * at; the difference is realised on exchange. Without relief a base cent is rounding.
 */
final class Ledger {

  /**
   * @param dimensions the posting dimensions of what is posted
   * @param ratedAs the day of what it takes back, whose exchange rate counts; null for its own
   * @param carrier what carries tax and claims between entities of which no leg says it; null where they are not followed
   */
  record Source(String threadId, String sourceId, String entity, LocalDate on, LocalDate belongsTo, Map<String, String> dimensions, LocalDate ratedAs, String carrier) {

    Source(String threadId, String sourceId, String entity, LocalDate on, LocalDate belongsTo, Map<String, String> dimensions) {
      this(threadId, sourceId, entity, on, belongsTo, dimensions, null, null);
    }

    Source(String threadId, String sourceId, String entity, LocalDate on, LocalDate belongsTo) {
      this(threadId, sourceId, entity, on, belongsTo, Map.of());
    }

    Source ratedAs(LocalDate day) {
      return new Source(threadId, sourceId, entity, on, belongsTo, dimensions, day, carrier);
    }

    Source carriedBy(String what) {
      return new Source(threadId, sourceId, entity, on, belongsTo, dimensions, ratedAs, what);
    }

    /** Of the same day, or of the first open one where its period was closed by then. */
    Source seenOn(LocalDate day) {
      return new Source(threadId, sourceId, entity, day, belongsTo, dimensions, ratedAs, carrier);
    }
  }

  private record Key(String entity, Account account, String carriedBy, Currency document) {}

  /** A fiscal period: a named one of the entity, or a calendar month. */
  record FiscalPeriod(String name, LocalDate from, LocalDate through) {}

  /** A journal in another currency than its books', and which of its lines were converted at a day's rate. */
  private record Posted(Journal journal, Set<Integer> converted, LocalDate ratedOn, String carrier) {}

  private record Carried(Money document, Money base) {}

  /** What a new rate makes of a line of a journal: its worth at the new rate, what is posted of it so far, and what is still to be posted. */
  private record Rebased(int line, Money worth, Money was, Money still) {

    Money becomes() {
      return was.plus(still);
    }
  }

  private static final Set<Account> CARRIED = EnumSet.of(Account.AR, Account.CA, Account.CL, Account.UNAP, Account.RFL, Account.VAT, Account.VATD, Account.VATA, Account.WHT, Account.ICR, Account.ICP);
  /** Those of which a source says what carries them. */
  private static final Set<Account> FOLLOWED = EnumSet.of(Account.VAT, Account.ICR, Account.ICP);
  private static final Set<Account> OWN_RESULT = EnumSet.of(Account.REV, Account.WO, Account.BD);

  private final Facts facts;
  private final List<Journal> journals = new ArrayList<>();
  private final Map<Key, Carried> balances = new HashMap<>();
  private final ExchangeRates rates;
  private final Map<String, Rebased> corrected = new HashMap<>();
  /** Postings whose base amounts a new rate corrected. */
  final List<Answer.Correction> corrections = new ArrayList<>();
  private final List<Posted> foreign = new ArrayList<>();
  private final Map<String, Map<String, String>> dimensions = new HashMap<>();
  private final Map<String, Integer> alike = new HashMap<>();
  private final Set<LocalDate> rateChanges = new TreeSet<>();
  private LocalDate today = LocalDate.MAX;

  Ledger(Facts facts) {
    this.facts = facts;
    for (var rate : facts.bundle.fxRates()) {
      if (rate.knownOn() != null) rateChanges.add(rate.knownOn());
    }
    rates = new ExchangeRates(facts.bundle.fxRates().stream().map(facts::rate).toList());
  }

  List<Journal> journals() {
    return journals;
  }

  /** The posting dimensions of a journal. */
  Map<String, String> dimensions(Journal journal) {
    return dimensions.getOrDefault(journal.journalId(), Map.of());
  }

  Money balance(String entity, Account account, String carriedBy, Currency currency) {
    var carried = balances.get(new Key(entity, account, carriedBy, currency));
    return carried == null ? Money.zero(currency) : carried.document();
  }

  void post(Entry entry, Source source) {
    post(entry.rule(), source, entry.legs().toArray(Leg[]::new));
  }

  /**
   * Money of one currency for an invoice of another. What it is worth in the books is said by the side that is in their currency, else by the
   * rate of the day; what the receivable was carried at beyond or below is realised.
   */
  void exchange(Account from, String owner, Tender tender, String invoice, Source source) {
    var base = facts.base(source.entity(), tender.settled().currency());
    var worth = base.equals(tender.settled().currency()) ? tender.settled() : converted(tender.cash(), base, source.on());
    for (var entry : Journals.exchanged(from, owner, tender, source.sourceId(), invoice)) post(entry.rule(), source, worth.abs(), entry.legs().toArray(Leg[]::new));
  }

  /** Moves a part of what an account carries to another, at the base amount it is carried at: nothing is exchanged. */
  void move(String rule, Source source, Leg from, Account to, String carriedBy) {
    var relief = relief(source.entity(), from, null, facts.base(source.entity(), from.amount().currency()));
    post(rule, source, relief == null ? null : relief.abs(), from, new Leg(to, from.amount().negated(), carriedBy));
  }

  /** Posts; a rule whose amounts are all zero posts nothing. */
  void post(String rule, Source source, Leg... legs) {
    post(rule, source, null, legs);
  }

  /** @param worth the base amount of each side that relieves nothing; at the day's rate when null */
  private void post(String rule, Source source, Money worth, Leg... legs) {
    var wanted = new ArrayList<Leg>();
    for (var leg : legs) if (!leg.amount().isZero()) wanted.add(leg);
    if (wanted.isEmpty()) return;
    var on = openDay(source.entity(), source.belongsTo().isAfter(source.on()) ? source.on() : source.belongsTo(), source.on());
    var ratedOn = source.ratedAs() == null ? on : openDay(source.entity(), source.ratedAs(), source.ratedAs());
    var base = worth != null ? worth.currency() : facts.base(source.entity(), wanted.get(0).amount().currency());
    var lines = new ArrayList<Journal.Line>();
    var converted = new TreeSet<Integer>();
    boolean relieved = false;
    Money off = Money.zero(base);
    for (var leg : wanted) {
      var relief = relief(source.entity(), leg, source.carrier(), base);
      relieved |= relief != null;
      if (relief == null && worth == null && !base.equals(leg.amount().currency())) converted.add(lines.size());
      var amount = relief != null ? relief : worth != null ? leg.amount().isNegative() ? worth.negated() : worth : converted(leg.amount(), base, ratedOn);
      lines.add(new Journal.Line(leg.account(), leg.amount(), amount, leg.carriedBy()));
      off = off.plus(amount);
    }
    if (!off.isZero() && absorbed(lines, off, relieved, wanted.get(0).amount().currency())) converted.clear();
    for (var line : lines) carry(source.entity(), line, source.carrier());
    var journal = journal(rule, source, on, lines);
    journals.add(journal);
    if (!converted.isEmpty()) foreign.add(new Posted(journal, converted, ratedOn, source.carrier()));
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
    return amount.currency().equals(to) ? amount : rate(amount.currency(), to, on).exchanged(amount);
  }

  /** At the rate of the day, not rounded. */
  Rational worth(ExactAmount amount, Currency to, LocalDate on) {
    return amount.currency().equals(to) ? amount.value() : amount.value().times(rate(amount.currency(), to, on).of(amount.currency()));
  }

  boolean convertible(Currency from, Currency to, LocalDate on) {
    return from.equals(to) || found(from, to, on).isPresent();
  }

  /** As known today. */
  private Optional<ExchangeRates.Rate> found(Currency from, Currency to, LocalDate on) {
    return rates.at(from, to, on, rate -> facts.known(rate.knownOn(), today));
  }

  private ExchangeRates.Rate rate(Currency from, Currency to, LocalDate on) {
    return found(from, to, on).orElseThrow(() -> new Refused("/fxRates", "FX_RATE_MISSING", "no rate from " + from + " to " + to + " on " + on));
  }

  /** The day whose knowledge counts from now on. */
  void today(LocalDate day) {
    today = day;
  }

  /** A rate that became known today for days already posted: the difference is posted in base currency alone. */
  void correct(LocalDate day) {
    if (!rateChanges.contains(day)) return;
    for (var posted : List.copyOf(foreign)) {
      var journal = posted.journal();
      var lines = new ArrayList<Journal.Line>();
      var off = Money.zero(journal.lines().get(0).base().currency());
      for (var each : rebased(posted)) {
        var line = journal.lines().get(each.line());
        corrected.put(journal.journalId() + "#" + each.line(), each);
        if (each.still().isZero()) continue;
        lines.add(new Journal.Line(line.account(), Money.zero(line.document().currency()), each.still(), line.reference()));
        corrections.add(correction(journal, each, day));
        off = off.plus(each.still());
      }
      if (lines.isEmpty()) continue;
      if (!off.isZero()) lines.add(new Journal.Line(off.isPositive() ? Account.FXG : Account.FXL, Money.zero(journal.lines().get(0).document().currency()), off.negated(), null));
      for (var line : lines) carry(journal.entity(), line, posted.carrier());
      journals.add(journal("J11", new Source(journal.threadId(), "rate/" + journal.sourceId(), journal.entity(), day, day, dimensions(journal)), openDay(journal.entity(), day, day), lines));
    }
  }

  /** What {@link #correct} will post once the rates count that are told already, but become known only after the last day that is lived. */
  List<Answer.Correction> affected(LocalDate lived) {
    var day = rateChanges.stream().filter(each -> each.isAfter(lived) && !each.isAfter(facts.knownOn)).reduce((a, b) -> b);
    if (day.isEmpty()) return List.of();
    today(day.get());
    var affected = new ArrayList<Answer.Correction>();
    for (var posted : foreign) for (var each : rebased(posted)) if (!each.still().isZero()) affected.add(correction(posted.journal(), each, day.get()));
    today(lived);
    return affected;
  }

  private List<Rebased> rebased(Posted posted) {
    var journal = posted.journal();
    var rebased = new ArrayList<Rebased>();
    for (int i : posted.converted()) {
      var line = journal.lines().get(i);
      var before = corrected.get(journal.journalId() + "#" + i);
      var worth = converted(line.document(), line.base().currency(), posted.ratedOn());
      var delta = worth.minus(before == null ? line.base() : before.worth());
      if (!delta.isZero()) rebased.add(new Rebased(i, worth, before == null ? line.base() : before.becomes(), still(posted, line, delta)));
    }
    return rebased;
  }

  private static Answer.Correction correction(Journal journal, Rebased rebased, LocalDate day) {
    var invoice = journal.lines().stream().filter(line -> line.account() == Account.AR).map(Journal.Line::reference).findFirst().orElse(null);
    var account = journal.lines().get(rebased.line()).account().name();
    return new Answer.Correction(journal.sourceId(), invoice, day, rebased.was().toString(), rebased.becomes().toString(), rebased.still(), invoice != null, null, account, rebased.still().currency());
  }

  /** The part of a correction that belongs to what an account still carries; the rest was realised when it was relieved. */
  private Money still(Posted posted, Journal.Line line, Money delta) {
    var carrier = carrier(line.account(), line.reference(), posted.carrier());
    if (carrier == null) return delta;
    var left = balance(posted.journal().entity(), line.account(), carrier, line.document().currency());
    if (left.amount().signum() * line.document().amount().signum() <= 0) return Money.zero(delta.currency());
    var share = Rational.lesser(left.exact().value().dividedBy(line.document().exact().value()), Rational.ONE);
    return Money.of(delta.exact().value().times(share).rounded(delta.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), delta.currency());
  }

  /** What carries an account's amount: what its leg says, else what its source does; null where nothing does. */
  private static String carrier(Account account, String told, String followed) {
    if (!CARRIED.contains(account)) return null;
    return told == null && FOLLOWED.contains(account) ? followed : told;
  }

  private Money relief(String entity, Leg leg, String followed, Currency base) {
    var carried = balances.get(new Key(entity, leg.account(), carrier(leg.account(), leg.carriedBy(), followed), leg.amount().currency()));
    if (carried == null || carried.document().amount().signum() * leg.amount().amount().signum() >= 0) return null;
    if (carried.document().abs().compareTo(leg.amount().abs()) <= 0) {
      return carried.document().abs().equals(leg.amount().abs()) ? carried.base().negated() : null;
    }
    var share = leg.amount().exact().value().dividedBy(carried.document().exact().value());
    return Money.of(carried.base().exact().value().times(share).rounded(base.getDefaultFractionDigits(), RoundingPolicy.HALF_UP), base);
  }

  /** True when the result account itself took the difference: then it follows what it relieved, not the day's rate. */
  private static boolean absorbed(List<Journal.Line> lines, Money off, boolean relieved, Currency document) {
    if (relieved) {
      boolean onlyRelief = lines.stream().allMatch(line -> CARRIED.contains(line.account()) || OWN_RESULT.contains(line.account())) && lines.stream().filter(line -> OWN_RESULT.contains(line.account())).count() == 1 && lines.size() == 2;
      if (onlyRelief) {
        lines.replaceAll(line -> OWN_RESULT.contains(line.account()) ? new Journal.Line(line.account(), line.document(), line.base().minus(off), line.reference()) : line);
        return true;
      }
      lines.add(new Journal.Line(off.isPositive() ? Account.FXG : Account.FXL, Money.zero(document), off.negated(), null));
    } else {
      lines.add(new Journal.Line(Account.RND, Money.zero(document), off.negated(), null));
    }
    return false;
  }

  private void carry(String entity, Journal.Line line, String followed) {
    var carrier = carrier(line.account(), line.reference(), followed);
    if (carrier == null) return;
    balances.merge(
        new Key(entity, line.account(), carrier, line.document().currency()),
        new Carried(line.document(), line.base()),
        (a, b) -> new Carried(a.document().plus(b.document()), a.base().plus(b.base())));
  }

  /** Two of the same content, such as two equal corrections of a day, are two journals: the later has an id of its own. */
  private Journal journal(String rule, Source source, LocalDate on, List<Journal.Line> lines) {
    var made = Journal.of(rule, new Journal.Context(source.threadId(), source.sourceId(), source.entity(), on, source.belongsTo()), lines);
    int nth = alike.merge(made.journalId(), 1, Integer::sum);
    var id = nth == 1 ? made.journalId() : ContentId.of("jnl", List.of(made.journalId(), nth));
    if (!source.dimensions().isEmpty()) dimensions.put(id, source.dimensions());
    return new Journal(id, rule, made.threadId(), made.sourceId(), made.entity(), period(source.entity(), on).name(), on, made.originalOn(), made.lines());
  }

  /** The day itself, or the first day of the first month that is open as known on {@code seenOn}. */
  LocalDate openDay(String entity, LocalDate day, LocalDate seenOn) {
    var on = day;
    while (closed(entity, on, Bundle.Stream.LEDGER, seenOn)) on = period(entity, on).through().plusDays(1);
    return on;
  }

  FiscalPeriod period(String entity, LocalDate day) {
    var known = facts.entities.get(entity);
    if (known != null) {
      for (var each : known.fiscalPeriods()) if (!day.isBefore(each.from()) && !day.isAfter(each.through())) return new FiscalPeriod(each.period(), each.from(), each.through());
    }
    var month = YearMonth.from(day);
    return new FiscalPeriod(month.toString(), month.atDay(1), month.atEndOfMonth());
  }

  /** The entities that end a period on a day. */
  List<String> closing(LocalDate day) {
    return facts.entityIds().stream().filter(entity -> period(entity, day).through().equals(day)).toList();
  }

  /** Whether the period of a day was closed all the time from one day through another. */
  boolean closedThroughout(String entity, LocalDate day, Bundle.Stream stream, LocalDate from, LocalDate through) {
    if (!closed(entity, day, stream, from)) return false;
    return facts.bundle.periods().stream().map(Bundle.PeriodState::since).filter(since -> since.isAfter(from) && !since.isAfter(through)).allMatch(since -> closed(entity, day, stream, since));
  }

  boolean closed(String entity, LocalDate day, Bundle.Stream stream, LocalDate seenOn) {
    if (facts.bundle.periods().isEmpty()) return false;
    var name = period(entity, day).name();
    Bundle.PeriodState last = null;
    for (var each : facts.bundle.periods()) {
      var asked = each.entity().equals(entity) && each.name().equals(name) && each.stream() == stream;
      if (asked && !each.since().isAfter(seenOn) && (last == null || each.since().isAfter(last.since()))) last = each;
    }
    return last != null && last.state() != Bundle.State.OPEN;
  }
}
