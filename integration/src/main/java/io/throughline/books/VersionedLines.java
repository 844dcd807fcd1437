package io.throughline.books;

import io.throughline.books.Contracts.Change;
import io.throughline.canonical.Money;
import io.throughline.canonical.QuoteLine;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractLine;
import io.throughline.finance.RateVersion;
import io.throughline.finance.RecurringFee;
import io.throughline.finance.ScopeBinding;
import io.throughline.finance.UnitPrice;
import io.throughline.thread.ContractVersions.State;
import io.throughline.thread.ContractVersions.Version;
import io.throughline.thread.Engagements.Engagement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The lines of a contract through its versions. A line that a change order adds is there before it is in force, so that work on it is held with
 * its price; one that it amends is amended once it is in force, from its effective day on.
 */
final class VersionedLines {

  private final Engagement engagement;
  private final List<Planned> planned;
  private final List<Version> versions;

  /**
   * @param works the pieces of work of each line, the newest last: more than one where a line was taken back and told anew
   * @param versions the first is what was sold
   */
  VersionedLines(Engagement engagement, Map<String, List<String>> works, List<Version> versions) {
    this.engagement = engagement;
    this.planned = works.entrySet().stream().map(line -> new Planned(line.getKey(), line.getValue())).sorted(Comparator.comparing(Planned::newest)).toList();
    this.versions = versions.stream().filter(version -> version.isBegun() && version.state() != State.WITHDRAWN).toList();
  }

  /** A line with the work that is planned for it. */
  private record Planned(String lineId, List<String> works) {
    String newest() {
      return works.get(works.size() - 1);
    }

    ScopeBinding scope(Engagement engagement, LocalDate from, LocalDate through) {
      return new ScopeBinding(Set.of(engagement.projectId()), Set.copyOf(works), null, null, from, through);
    }
  }

  /** A line as one version says it, whole. */
  private record Said(Version by, QuoteLine line, boolean ends) {}

  /** As they stand. */
  List<ContractLine> current() {
    var lines = new ArrayList<ContractLine>();
    planned.forEach(work -> origin(work.lineId()).flatMap(origin -> current(origin, work)).ifPresent(lines::add));
    spending().map(this::last).filter(last -> !last.ends()).map(last -> expenses(last.line())).forEach(lines::add);
    return lines;
  }

  List<ContractLine> sold() {
    var lines = new ArrayList<ContractLine>();
    planned.forEach(work -> origin(work.lineId()).filter(origin -> origin.by().version() == 1).ifPresent(origin -> lines.add(line(origin, work))));
    spending().filter(origin -> origin.by().version() == 1).map(origin -> expenses(origin.line())).forEach(lines::add);
    return lines;
  }

  /** The contract's last day as it was sold. */
  LocalDate soldThrough() {
    return versions.stream().filter(version -> version.version() == 1).findFirst().map(version -> version.terms().endOn()).orElse(engagement.terms().endOn());
  }

  List<Change> changes() {
    return versions.stream().filter(version -> version.version() > 1 && version.state() == State.IN_FORCE).map(version -> new Change(version, lines(version))).toList();
  }

  private List<ContractLine> lines(Version version) {
    var lines = new ArrayList<ContractLine>();
    planned.forEach(work -> origin(work.lineId()).ifPresent(origin -> history(origin).stream().filter(said -> said.by() == version).forEach(said -> lines.add(line(said, work)))));
    spending().flatMap(origin -> history(origin).stream()).filter(said -> said.by() == version && !said.ends()).map(said -> expenses(said.line())).forEach(lines::add);
    return lines;
  }

  /** What the lines that bill periods come to a period, and the minutes that they include, from which day on; nothing from the day on which one ended. */
  Map<String, List<RecurringFee.Agreed>> recurring() {
    var recurring = new TreeMap<String, List<RecurringFee.Agreed>>();
    for (var work : planned) {
      origin(work.lineId()).filter(origin -> origin.line().billsPeriods() && origin.by().state() == State.IN_FORCE).ifPresent(origin -> recurring.put(
          work.lineId(), history(origin).stream().map(said -> new RecurringFee.Agreed(said.by().terms().startOn(), said.ends() ? null : amount(said.line()), said.line().includedMinutes())).toList()));
    }
    return recurring;
  }

  /** The version that brought a line. */
  private Optional<Said> origin(String lineId) {
    return versions.stream().flatMap(version -> version.terms().lines().stream().filter(line -> line.lineId().equals(lineId) && line.amendsLineId() == null).map(line -> new Said(version, line, false))).findFirst();
  }

  /** A line as it was brought, then as each change order in force has it, whole. */
  private List<Said> history(Said origin) {
    var history = new ArrayList<Said>(List.of(origin));
    versions.stream()
        .filter(version -> version.version() > 1 && version.state() == State.IN_FORCE)
        .sorted(Comparator.comparing((Version version) -> version.terms().startOn()).thenComparing(Version::version))
        .forEach(version -> version.terms().lines().stream()
            .filter(line -> origin.line().lineId().equals(line.amendsLineId()))
            .forEach(line -> history.add(new Said(version, line.inPlaceOf(history.get(history.size() - 1).line()), line.ends()))));
    return history;
  }

  private Said last(Said origin) {
    var history = history(origin);
    return history.get(history.size() - 1);
  }

  /** What bills expenses: no work is planned for it, and it counts once it is in force. */
  private Stream<Said> spending() {
    return versions.stream()
        .filter(version -> version.state() == State.IN_FORCE)
        .flatMap(version -> version.terms().lines().stream().filter(line -> line.billsExpenses() && line.amendsLineId() == null).map(line -> new Said(version, line, false)));
  }

  /** The line takes whatever is spent for the project. */
  private ContractLine expenses(QuoteLine line) {
    var markup = line.markupPercent() == null ? null : new BigDecimal(line.markupPercent());
    return ContractLine.expenses(line.lineId(), engagement.projectId(), line.description(), line.workstream(), line.purchaseOrder(), markup, cap(line));
  }

  private Money cap(QuoteLine line) {
    return line.capAmount() == null ? null : Money.of(line.capAmount(), engagement.currency());
  }

  /** Empty for an amount that a change order took away. */
  private Optional<ContractLine> current(Said origin, Planned work) {
    var history = history(origin);
    var last = last(origin);
    var said = line(last, work);
    if (!origin.line().billsTime() && !origin.line().billsPeriods()) return last.ends() ? Optional.empty() : Optional.of(said);
    var rates = history.stream().filter(each -> !each.ends() && billsHours(each.line())).map(this::rate).toList();
    var first = line(origin, work);
    var scope = work.scope(engagement, first.scope().from(), last.ends() ? last.by().terms().startOn().minusDays(1) : null);
    return Optional.of(origin.line().billsTime() ? time(last.line(), scope, rates, first.changeOrder(), first.inForce()) : recurring(last.line(), scope, rates, first.changeOrder(), first.inForce()));
  }

  /** One version's line by itself. */
  private ContractLine line(Said said, Planned work) {
    var line = said.line();
    var change = said.by().version() > 1;
    var from = change ? said.by().terms().startOn() : null;
    var scope = work.scope(engagement, from, said.ends() ? from.minusDays(1) : null);
    var order = change ? said.by().changeDeal() : null;
    var inForce = said.by().state() == State.IN_FORCE;
    var rates = said.ends() || !billsHours(line) ? List.<RateVersion>of() : List.of(rate(said));
    if (line.billsTime()) return time(line, scope, rates, order, inForce);
    if (line.billsPeriods()) return recurring(line, scope, rates, order, inForce);
    var amount = ContractLine.milestone(line.lineId(), engagement.projectId(), work.newest(), line.description(), line.workstream(), line.purchaseOrder(), Money.of(line.amount(), engagement.currency()));
    return new ContractLine(
        amount.lineId(), amount.billing(), amount.scope(), amount.description(), amount.workstream(), amount.purchaseOrder(), amount.rates(), null, amount.amount(), work.newest(), order, inForce, amount.factors(), false, null, null);
  }

  /** All of them, or those beyond what is included. */
  private static boolean billsHours(QuoteLine line) {
    return line.billsTime() || line.includesMinutes();
  }

  private ContractLine recurring(QuoteLine line, ScopeBinding scope, List<RateVersion> rates, String changeOrder, boolean inForce) {
    var billing = line.includesMinutes() ? BillingModel.RETAINER : BillingModel.SUBSCRIPTION;
    return new ContractLine(
        line.lineId(), billing, scope, line.description(), line.workstream(), line.purchaseOrder(), rates, null, amount(line), null, changeOrder, inForce, Map.of(), false, null, line.periods());
  }

  private ContractLine time(QuoteLine line, ScopeBinding scope, List<RateVersion> rates, String changeOrder, boolean inForce) {
    var sold = ContractLine.time(line.lineId(), scope, line.description(), line.workstream(), line.purchaseOrder(), rates, cap(line));
    return new ContractLine(
        sold.lineId(), sold.billing(), scope, sold.description(), sold.workstream(), sold.purchaseOrder(), rates, sold.cap(), null, null, changeOrder, inForce, sold.factors(), sold.groupByPerson(), null, null);
  }

  private Money amount(QuoteLine line) {
    return Money.of(line.periods().amount(), engagement.currency());
  }

  private RateVersion rate(Said said) {
    LocalDate from = said.by().terms().startOn();
    return new RateVersion(said.line().lineId(), said.by().version(), from, null, null, null, UnitPrice.perHour(said.line().ratePerHour(), engagement.currency()));
  }
}
