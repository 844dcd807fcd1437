package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.canonical.TimeEntry;
import io.throughline.finance.ContractLine;
import io.throughline.finance.BillingModel;
import io.throughline.finance.Rated;
import io.throughline.finance.RateVersion;
import io.throughline.finance.TimeRating;
import io.throughline.finance.UnitPrice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Time entries as they are known on a day: bound, rated, and where their minutes are. */
final class TimeBook {

  /** One entry in its newest known version. */
  static final class Entry implements Comparable<Entry> {

    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> entry.fact.workDate()).thenComparing(entry -> entry.key);

    final String key;
    WorkFacts.Time fact;
    String contractId;
    Rated rated;
    /** Minutes in documents, less what credits released. */
    long allocated;
    /** Minutes given up, as far as they are there. */
    long writtenOff;
    /** All that ever were: a version that has fewer is followed by one that has them again. */
    private long givenUp;
    /** Delivered but swallowed by a cap when bills were last made. */
    long capped;
    /** A retainer's minutes beyond what it includes; -1 for time that is no retainer's. */
    long overage = -1;
    int generation;
    /** The price it was written down to, with the approval's id; null when it was not. */
    private UnitPrice lowered;
    private String loweredBy;
    /** Whether it counted in a version before this one. */
    private boolean countedBefore;
    /** What of it is counted in {@link TimeBook#open}. */
    private Open counted = Open.NOTHING;
    /** What of it is counted in {@link TimeBook#owing}. */
    private Map<String, Rational> owes = Map.of();
    /** Why versions took the place of those before, by their ranks, where they say. */
    private NavigableMap<String, String> reasons = Collections.emptyNavigableMap();
    /** The documents holding its minutes. */
    final List<Documents.DocLine> heldBy = new ArrayList<>();

    Entry(String key) {
      this.key = key;
    }

    private void become(WorkFacts.Time newer) {
      countedBefore |= fact != null && fact.counts() && fact.approvedOn().isBefore(newer.approvedOn());
      fact = newer;
      if (newer.reason() == null) return;
      if (reasons.isEmpty()) reasons = new TreeMap<>();
      reasons.put(rank(newer), newer.reason());
    }

    /** Why it is no longer what a version of it said; null when that is the newest, or nobody says. */
    String since(String version) {
      var since = reasons.tailMap(padded(version), false);
      return since.isEmpty() ? null : String.join("; ", since.values());
    }

    /** As the rules rate it. */
    TimeEntry work(String timeType) {
      return new TimeEntry(
          fact.source(), fact.entryId(), fact.version(), fact.projectId(), fact.taskId(), fact.personId(), fact.role(), fact.workDate(), fact.minutes(), fact.billable(), timeType);
    }

    long approved() {
      return fact.counts() ? fact.minutes() : 0;
    }

    /** Whether what was worked counted before: in an earlier version that was known on an earlier day. */
    boolean countedBefore() {
      return countedBefore;
    }

    boolean billable() {
      return fact.counts() && rated instanceof Rated.Billable;
    }

    boolean held() {
      return fact.counts() && rated instanceof Rated.Held;
    }

    boolean late() {
      return rated instanceof Rated.Held held && held.reason() == Rated.Reason.PERIOD_CLOSED;
    }

    Rated.Billable price() {
      return (Rated.Billable) rated;
    }

    long open() {
      if (!billable()) return 0;
      return Math.max(0, most() - allocated - writtenOff - capped);
    }

    /** What can be billed of it at most. */
    long most() {
      return overage < 0 ? approved() : overage;
    }

    /** Whether its documents hold what they would hold were they made now. */
    private boolean asBilled() {
      if (heldBy.isEmpty()) return true;
      if (!billable() || allocated + writtenOff > most()) return false;
      for (var line : heldBy) if (!line.doc.contract.contractId().equals(contractId) || !line.draft.contractLineId().equals(price().lineId()) || line.draft.price().compareTo(price().price()) != 0) return false;
      return true;
    }

    /** What its billed minutes are worth beyond what they were billed for, by contract and line. */
    private Map<String, Rational> owing() {
      if (asBilled()) return Map.of();
      var owing = new TreeMap<String, Rational>();
      long held = 0;
      for (var line : heldBy) {
        if (!line.doc.contract.correctBilled()) continue;
        long minutes = line.holds.getOrDefault(key, 0L);
        held += minutes;
        owing.merge(Facts.key(line.doc.contract.contractId(), line.draft.contractLineId()), line.draft.price().of(minutes).value().negated(), Rational::plus);
      }
      long still = billable() ? Math.max(0, Math.min(held, most() - writtenOff)) : 0;
      if (still > 0) owing.merge(Facts.key(contractId, price().lineId()), price().price().of(still).value(), Rational::plus);
      return owing;
    }

    /** More minutes given up; never more than are there. */
    void giveUp(long minutes) {
      givenUp += minutes;
      givenUp(writtenOff + minutes);
    }

    /** Of a newer version as many are given up as ever were, as far as they are there. */
    private void givenUpAgain() {
      givenUp(givenUp);
    }

    private void givenUp(long minutes) {
      writtenOff = Math.max(0, Math.min(minutes, approved() - allocated));
    }

    /** Its minutes stay billable, at less. */
    void writeDown(UnitPrice price, String approval) {
      lowered = price;
      loweredBy = approval;
      lower();
    }

    private void lower() {
      if (lowered == null || !(rated instanceof Rated.Billable was) || was.price().compareTo(lowered) <= 0) return;
      var rate = new RateVersion(loweredBy, 1, was.rate().effectiveFrom(), null, null, null, lowered);
      rated = new Rated.Billable(was.lineId(), was.role(), was.personId(), rate, lowered);
    }

    /** Its value at its price, unbilled. */
    Rational openValue() {
      long open = open();
      return open == 0 ? Rational.ZERO : price().price().of(open).value();
    }

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  /** Unbilled minutes of a contract's line at a price. */
  private record Open(String contractId, String lineId, UnitPrice price, long minutes) {

    static final Open NOTHING = new Open(null, null, null, 0);

    static Open of(Entry entry) {
      long minutes = entry.contractId == null ? 0 : entry.open();
      return minutes == 0 ? NOTHING : new Open(entry.contractId, entry.price().lineId(), entry.price().price(), minutes);
    }
  }

  /** Digits of the widest number that is a version. */
  private static final int WIDEST = 18;

  private final Facts facts;
  private final TermsBook terms;
  private final Ledger ledger;
  private final List<WorkFacts.Time> arriving;
  private int arrived;
  /** Versions of today that come after a bill of today. */
  private List<WorkFacts.Time> waiting = List.of();
  final Map<String, Entry> entries = new TreeMap<>();
  /** Those whose terms changed when something became known last. */
  private final List<Entry> governedAnew = new ArrayList<>();
  /** Contracts whose entries became another's when something became known last. */
  private final Set<String> left = new HashSet<>();
  /** Unbilled entries that a change of terms priced anew. */
  final List<Answer.Correction> corrections = new ArrayList<>();
  private final Map<String, Map<String, Entry>> documented = new HashMap<>();
  /** Unbilled minutes by contract and line, and by price: asked every day, so kept as entries change. */
  private final Map<String, Map<UnitPrice, Long>> open = new HashMap<>();
  /** What billed minutes are worth beyond what they were billed for, by contract and line, until a correction settles it. */
  private final Map<String, Rational> owing = new HashMap<>();
  private final Map<String, List<Entry>> byContract = new HashMap<>();
  private final Map<String, LocalDate> edition = new HashMap<>();
  /** Contracts of which something is known. */
  private final Set<String> known = new HashSet<>();
  private final Map<String, List<String>> contractsByProject = new TreeMap<>();
  private final List<String> anyProject = new ArrayList<>();
  /** Contracts that known entries name, or whose project is one of theirs: who else becomes known has nothing to claim. */
  private final Set<String> concerned = new HashSet<>();
  private boolean unnamed;

  TimeBook(Facts facts, TermsBook terms, Ledger ledger) {
    this.facts = facts;
    this.terms = terms;
    this.ledger = ledger;
    arriving = new ArrayList<>(facts.time);
    arriving.sort(Comparator.comparing(WorkFacts.Time::approvedOn).thenComparing(WorkFacts.Time::key).thenComparing(TimeBook::rank));
    for (var id : facts.contractIds()) index(id);
  }

  /** Work to come, once all that is known has arrived: it arrives on the days it is planned for. */
  void plan(List<WorkFacts.Time> work) {
    arriving.addAll(work.stream().sorted(Comparator.comparing(WorkFacts.Time::approvedOn).thenComparing(WorkFacts.Time::key)).toList());
  }

  private void index(String id) {
    var projects = new TreeSet<String>();
    boolean any = false;
    var lines = new ArrayList<ContractFact.Line>();
    facts.contracts.get(id).forEach(version -> lines.addAll(version.lines()));
    facts.changeOrders.getOrDefault(id, List.of()).forEach(order -> lines.addAll(order.lines()));
    for (var line : lines) {
      if (line.scope() == null || line.scope().projects().isEmpty()) any |= line.billing() != BillingModel.EXPENSES && line.billing() != BillingModel.UNITS;
      else projects.addAll(line.scope().projects());
    }
    for (var project : projects) contractsByProject.computeIfAbsent(project, key -> new ArrayList<>()).add(id);
    if (any) anyProject.add(id);
  }

  /** The value of the unbilled minutes of a line; minutes are summed per price before anything is divided. */
  Rational openValue(String contractId, String lineId) {
    var value = Rational.ZERO;
    for (var each : open.getOrDefault(Facts.key(contractId, lineId), Map.of()).entrySet()) value = value.plus(each.getKey().of(each.getValue()).value());
    return value;
  }

  /** What all minutes of a line are worth as known now, billed or not; those given up are not. */
  Rational worth(String contractId, String lineId) {
    var worth = Rational.ZERO;
    for (var entry : of(contractId)) {
      if (entry.billable() && entry.price().lineId().equals(lineId)) worth = worth.plus(entry.price().price().of(Math.max(0, entry.most() - entry.writtenOff)).value());
    }
    return worth;
  }

  /** What the billed minutes of a line are worth, as known now, beyond what they were billed for. */
  Rational owing(String contractId, String lineId) {
    return owing.getOrDefault(Facts.key(contractId, lineId), Rational.ZERO);
  }

  /** Counts an entry's unbilled minutes, and what its billed ones are worth, anew: whoever changes an entry says so here. */
  void changed(Entry entry) {
    var owes = entry.owing();
    if (!owes.equals(entry.owes)) {
      entry.owes.forEach((line, worth) -> owing.merge(line, worth.negated(), Rational::plus));
      owes.forEach((line, worth) -> owing.merge(line, worth, Rational::plus));
      entry.owes = owes;
    }
    var now = Open.of(entry);
    if (now.equals(entry.counted)) return;
    count(entry.counted, -entry.counted.minutes());
    count(now, now.minutes());
    entry.counted = now;
  }

  private void count(Open which, long minutes) {
    if (minutes != 0) open.computeIfAbsent(Facts.key(which.contractId(), which.lineId()), key -> new HashMap<>()).merge(which.price(), minutes, Long::sum);
  }

  /** Unbilled minutes of a contract, entry by entry; what was counted as they changed must be the same. */
  long open(String contractId) {
    long minutes = 0;
    for (var entry : of(contractId)) {
      Invariant.holds(Open.of(entry).equals(entry.counted), "%s: %s unbilled, %s counted", entry.key, Open.of(entry), entry.counted);
      minutes += entry.open();
    }
    return minutes;
  }

  /** Versions are numbers or instants; both sort as padded text. */
  static String rank(WorkFacts.Time fact) {
    return padded(fact.version());
  }

  static String padded(String version) {
    boolean number = version.length() <= WIDEST && version.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return number ? "0".repeat(WIDEST - version.length()) + version : version;
  }

  /** By its key, or by its id at the source where that is enough. */
  Entry find(String key) {
    var exact = entries.get(key);
    if (exact != null) return exact;
    var found = entries.values().stream().filter(entry -> entry.fact.entryId().equals(key)).toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  /** Entries with minutes in documents of a contract, also those that belong to another by now. */
  Collection<Entry> documented(String contractId) {
    return documented.getOrDefault(contractId, Map.of()).values();
  }

  void document(String contractId, Entry entry) {
    documented.computeIfAbsent(contractId, key -> new TreeMap<>()).put(entry.key, entry);
  }

  List<Entry> of(String contractId) {
    return byContract.getOrDefault(contractId, List.of());
  }

  /** Takes in what became known through a day, but for what waits, and rates anew what the terms of that day touch. Returns what is new. */
  List<Entry> know(LocalDate today, Predicate<WorkFacts.Time> waits) {
    governedAnew.clear();
    left.clear();
    var arrivals = new ArrayList<>(waiting);
    while (arrived < arriving.size() && !arriving.get(arrived).approvedOn().isAfter(today)) arrivals.add(arriving.get(arrived++));
    waiting = arrivals.stream().filter(waits).toList();
    var fresh = new ArrayList<Entry>();
    for (var fact : arrivals) {
      if (waits.test(fact)) continue;
      var entry = entries.computeIfAbsent(fact.key(), Entry::new);
      if (entry.fact != null && rank(entry.fact).compareTo(rank(fact)) > 0) continue;
      var before = entry.fact;
      var was = entry.rated;
      long open = before == null ? 0 : entry.open();
      entry.become(fact);
      concerns(fact);
      entry.givenUpAgain();
      bind(entry, today);
      if (open > 0) superseded(entry, before, (Rated.Billable) was, open, today);
      fresh.add(entry);
    }
    if (opens(today)) entries.values().stream().filter(Entry::late).forEach(entry -> {
      rate(entry, today);
      if (!entry.late() && !fresh.contains(entry)) fresh.add(entry);
    });
    if (facts.contractIds().stream().filter(id -> !facts.knownSince(id).isAfter(today)).filter(known::add).filter(this::concerned).count() > 0) claimed(fresh, today);
    for (var contractId : facts.contractIds()) {
      var now = terms.edition(contractId, today);
      if (now.equals(edition.put(contractId, now))) continue;
      if (!facts.people.isEmpty()) governedAnew.addAll(of(contractId));
      for (var entry : of(contractId)) {
        var before = entry.rated;
        rate(entry, today);
        repriced(entry, before, today);
      }
    }
    return fresh;
  }

  private void concerns(WorkFacts.Time fact) {
    if (fact.contractId() != null) concerned.add(fact.contractId());
    else if (contractsByProject.containsKey(fact.projectId())) concerned.addAll(contractsByProject.get(fact.projectId()));
    unnamed |= fact.contractId() == null;
  }

  private boolean concerned(String contractId) {
    return concerned.contains(contractId) || unnamed && anyProject.contains(contractId);
  }

  /** A contract that became known claims what is its own by now: that counts for it from this day on. */
  private void claimed(List<Entry> fresh, LocalDate today) {
    var already = new HashSet<>(fresh);
    for (var entry : entries.values()) {
      if (already.contains(entry) || Objects.equals(entry.contractId, chosen(entry, today))) continue;
      bind(entry, today);
      entry.countedBefore |= entry.fact.counts();
      fresh.add(entry);
    }
  }

  /** Those whose terms changed when something became known last. */
  List<Entry> governedAnew() {
    return governedAnew;
  }

  List<WorkFacts.Time> waiting() {
    return waiting;
  }

  private boolean opens(LocalDate today) {
    return facts.bundle.periods().stream().anyMatch(each -> each.state() == Bundle.State.OPEN && each.since().equals(today));
  }

  /** A newer version of what was not billed yet. */
  private void superseded(Entry entry, WorkFacts.Time before, Rated.Billable was, long open, LocalDate today) {
    long still = entry.open();
    var worth = was.price().of(open);
    var now = still == 0 ? ExactAmount.zero(worth.currency()) : entry.price().price().of(still);
    if (!now.currency().equals(worth.currency()) || now.value().compareTo(worth.value()) == 0) return;
    var becomes = still > 0 ? still + " min at " + entry.price().price() : entry.fact.counts() ? "not billable" : Reading.word(entry.fact.approval());
    corrections.add(new Answer.Correction(entry.key, null, today, open + " min at " + was.price(), becomes, now.minus(worth).rounded(RoundingPolicy.HALF_UP), false, entry.since(before.version())));
  }

  private void repriced(Entry entry, Rated before, LocalDate today) {
    if (!(before instanceof Rated.Billable was) || !entry.billable() || entry.open() == 0 || was.price().compareTo(entry.price().price()) == 0) return;
    var difference = entry.price().price().of(entry.open()).minus(was.price().of(entry.open())).rounded(RoundingPolicy.HALF_UP);
    corrections.add(new Answer.Correction(entry.key, null, today, entry.open() + " min at " + was.price(), entry.open() + " min at " + entry.price().price(), difference, false, null));
  }

  /** Contracts whose entries became another's when something became known last. */
  Set<String> left() {
    return left;
  }

  private void bind(Entry entry, LocalDate today) {
    var before = entry.contractId;
    var chosen = chosen(entry, today);
    if (before != null && !before.equals(chosen)) {
      byContract.get(before).remove(entry);
      left.add(before);
    }
    if (chosen != null && !chosen.equals(before)) byContract.computeIfAbsent(chosen, key -> new ArrayList<>()).add(entry);
    entry.contractId = chosen;
    rate(entry, today);
  }

  /** Of those that are known the ones that name the project, else those that name none; where none is known the ones to come. */
  private List<String> candidates(WorkFacts.Time fact, LocalDate today) {
    if (fact.contractId() != null) return List.of(fact.contractId());
    var naming = contractsByProject.getOrDefault(fact.projectId(), List.of());
    for (var each : List.of(naming, anyProject)) {
      var known = each.stream().filter(id -> !facts.knownSince(id).isAfter(today)).toList();
      if (!known.isEmpty()) return known;
    }
    return naming.isEmpty() ? anyProject : naming;
  }

  private String chosen(Entry entry, LocalDate today) {
    var known = candidates(entry.fact, today).stream().filter(facts.contracts::containsKey).sorted().toList();
    if (known.size() < 2) return known.isEmpty() ? null : known.get(0);
    var claiming = known.stream().filter(id -> {
      var rated = rated(terms.at(id, today, entry.fact.workDate()), entry);
      return !(rated instanceof Rated.Held held) || held.reason() != Rated.Reason.OUTSIDE_SCOPE && held.reason() != Rated.Reason.OUTSIDE_TERM;
    }).toList();
    return claiming.size() == 1 ? claiming.get(0) : claiming.isEmpty() ? known.get(0) : null;
  }

  private void rate(Entry entry, LocalDate today) {
    rateAnew(entry, today);
    entry.overage = Math.min(entry.overage, entry.approved());
    entry.lower();
    changed(entry);
  }

  private void rateAnew(Entry entry, LocalDate today) {
    if (entry.contractId != null && facts.parked.containsKey(entry.contractId)) {
      entry.rated = new Rated.Held(Rated.Reason.PARKED, facts.parked.get(entry.contractId), null, null);
      return;
    }
    if (entry.contractId == null) {
      entry.rated = new Rated.Held(Rated.Reason.NO_CONTRACT, unclaimed(entry.fact), null, null);
      return;
    }
    var at = terms.at(entry.contractId, today, entry.fact.workDate());
    entry.rated = rated(at, entry);
    if (late(entry, at, today)) entry.rated = new Rated.Held(Rated.Reason.PERIOD_CLOSED, "approved on " + entry.fact.approvedOn() + ", after its period closed", entry.rated.lineId(), entry.rated instanceof Rated.Billable priced ? priced.price().of(entry.approved()) : null);
    if (entry.rated instanceof Rated.Covered covered && at.lines().get(covered.lineId()).billing() == BillingModel.RETAINER) {
      if (entry.overage < 0) entry.overage = 0;
      var line = at.contract().line(covered.lineId()).orElseThrow();
      var priced = TimeRating.priced(at.contract(), line, entry.work(timeType(at, line, entry)), employer(at, entry));
      if (priced instanceof Rated.Billable) entry.rated = priced;
    } else {
      entry.overage = -1;
    }
  }

  private String unclaimed(WorkFacts.Time fact) {
    if (fact.contractId() == null) return "no contract, or more than one, claims project " + fact.projectId();
    return facts.knownYet(fact.contractId()) ? "no contract " + fact.contractId() : "contract " + fact.contractId() + " is not known yet on " + facts.knownOn;
  }

  private Rated rated(TermsBook.Terms at, Entry entry) {
    var told = entry.fact.timeType();
    var plain = TimeRating.rate(at.contract(), entry.work(told), employer(at, entry));
    var type = plain instanceof Rated.Billable billable ? timeType(at, at.contract().line(billable.lineId()).orElseThrow(), entry) : told;
    return Objects.equals(type, told) ? plain : TimeRating.rate(at.contract(), entry.work(type), employer(at, entry));
  }

  /** On a day without work that day's factor counts, where the line has one; for time of a kind one for both, such as {@code overtime+weekend}. */
  private String timeType(TermsBook.Terms at, ContractLine line, Entry entry) {
    var told = entry.fact.timeType();
    for (var off : facts.calendars.off(at.contract().entity(), entry.fact.workDate())) {
      var type = told == null ? off : told + "+" + off;
      if (line.factors().containsKey(type)) return type;
    }
    return told;
  }

  private String employer(TermsBook.Terms at, Entry entry) {
    return facts.employer(entry.fact.personId(), entry.fact.workDate(), at.contract().entity());
  }

  /** Until its period is opened again. */
  private boolean late(Entry entry, TermsBook.Terms at, LocalDate today) {
    var entity = facts.entities.get(at.contract().entity());
    return late(entry, at, Bundle.Stream.TIME, today) || entity != null && entity.lateEntries() == Bundle.Late.HOLD && late(entry, at, Bundle.Stream.LEDGER, today);
  }

  private boolean late(Entry entry, TermsBook.Terms at, Bundle.Stream stream, LocalDate today) {
    return ledger.closedThroughout(at.contract().entity(), entry.fact.workDate(), stream, entry.fact.approvedOn(), today);
  }
}
