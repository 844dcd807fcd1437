package io.throughline.finance;

import io.throughline.canonical.TimeEntry;
import io.throughline.finance.Rated.Billable;
import io.throughline.finance.Rated.Covered;
import io.throughline.finance.Rated.Held;
import io.throughline.finance.Rated.NonBillable;
import io.throughline.finance.Rated.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Binds an entry to the contract line whose scope is closest and prices it with the rate version of the work date.
 *
 * <p>Two lines equally close, no line, no rate: held, never guessed. Work on a line that is not in force is held and priced (the
 * change-order gate).
 */
public final class TimeRating {

  private TimeRating() {}

  public static Rated rate(ContractVersion contract, TimeEntry entry) {
    return rate(contract, entry, null);
  }

  /** @param employer our entity that employs who worked, on the work date; null where nobody says */
  public static Rated rate(ContractVersion contract, TimeEntry entry, String employer) {
    var found = closest(contract, entry);
    if (found.size() > 1 && found.stream().anyMatch(line -> line.billing() == BillingModel.TIME_AND_MATERIALS)) return held(Reason.AMBIGUOUS_SCOPE, "lines " + ids(found) + " claim it alike", null);
    if (found.isEmpty()) return held(Reason.OUTSIDE_SCOPE, "no line of " + contract.contractId() + " covers it", null);
    var line = found.get(0);
    if (!entry.billable()) return new NonBillable(line.lineId());
    if (!contract.term().contains(entry.workDate())) {
      return held(Reason.OUTSIDE_TERM, entry.workDate() + " is outside " + contract.term(), line.lineId());
    }
    if (line.billing() != BillingModel.TIME_AND_MATERIALS && line.inForce() && contract.approved()) {
      return new Covered(line.lineId(), line.billing().word());
    }
    return priced(contract, line, entry, employer);
  }

  /** Prices an entry on a line that is already known to be its own, such as a retainer's overage. */
  public static Rated priced(ContractVersion contract, ContractLine line, TimeEntry entry, String employer) {
    var rate = line.rates().stream()
        .filter(version -> version.appliesTo(entry.workDate(), entry.role(), entry.personId(), employer))
        .max(Comparator.naturalOrder());
    if (rate.isEmpty() && line.inForce() && contract.approved()) {
      return held(Reason.NO_RATE, "no rate of line " + line.lineId() + " on " + entry.workDate(), line.lineId());
    }
    var factor = entry.timeType() == null ? null : line.factors().get(entry.timeType());
    if (entry.timeType() != null && factor == null) {
      return held(Reason.NO_FACTOR, "line " + line.lineId() + " prices no " + entry.timeType() + " time", line.lineId());
    }
    var price = rate.map(version -> factor == null ? version.price() : version.price().times(factor)).orElse(null);
    if (line.inForce() && contract.approved()) return new Billable(line.lineId(), entry.role(), entry.personId(), rate.orElseThrow(), price);
    var value = price == null ? null : price.of(entry.minutes());
    if (!line.inForce()) return new Held(Reason.CO_PENDING, "change order " + line.changeOrder() + " is not in force", line.lineId(), value);
    return new Held(Reason.CONTRACT_NOT_APPROVED, "the terms are not approved", line.lineId(), value);
  }

  /** As it is billed where it is beyond the minutes that its line includes; how many of it are, {@link RetainerTime} says. */
  public static Rated beyond(ContractVersion contract, TimeEntry entry) {
    var rated = rate(contract, entry);
    if (!(rated instanceof Covered)) return rated;
    var line = contract.line(rated.lineId()).orElseThrow();
    return line.billing() == BillingModel.RETAINER ? priced(contract, line, entry, null) : rated;
  }

  private static List<ContractLine> closest(ContractVersion contract, TimeEntry entry) {
    var best = new ArrayList<ContractLine>();
    int closeness = -1;
    for (var line : contract.lines()) {
      if (!line.scope().covers(entry) || line.billing() == BillingModel.EXPENSES) continue;
      int mine = line.scope().closeness();
      if (mine > closeness) best.clear();
      if (mine >= closeness) best.add(line);
      closeness = Math.max(closeness, mine);
    }
    return closeness == 0 ? takers(best) : best;
  }

  /** Of lines that name no scope at all, time belongs to those that bill it, else to those that include it. */
  private static List<ContractLine> takers(List<ContractLine> unscoped) {
    for (var billing : List.of(BillingModel.TIME_AND_MATERIALS, BillingModel.RETAINER)) {
      var takers = unscoped.stream().filter(line -> line.billing() == billing).toList();
      if (!takers.isEmpty()) return takers;
    }
    return unscoped;
  }

  private static Held held(Reason reason, String text, String lineId) {
    return new Held(reason, text, lineId, null);
  }

  private static String ids(List<ContractLine> lines) {
    return String.join(", ", lines.stream().map(ContractLine::lineId).sorted().toList());
  }
}
