package io.throughline.finance;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.TimeEntry;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Terms that the tests share. */
final class Terms {

  static final Currency EUR = Currency.getInstance("EUR");

  private Terms() {}

  static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }

  static RateVersion rate(String id, int version, String from, String role, String price) {
    return new RateVersion(id, version, LocalDate.parse(from), null, role, null, UnitPrice.perHour(price, "EUR"));
  }

  static ContractLine time(String lineId, String task, String cap, RateVersion... rates) {
    return ContractLine.time(lineId, ScopeBinding.task("P-1", task), "Advisory", "WS-1", "PO-1", List.of(rates), cap == null ? null : eur(cap));
  }

  static ContractVersion contract(ContractLine... lines) {
    return new ContractVersion(
        "C-1", 1, "T-1", "TL-DE", "A-1", EUR, new Period(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31")), true, 30, null, null, List.of(lines));
  }

  static TimeEntry worked(String id, String task, String role, String day, int minutes) {
    return new TimeEntry("psa", id, "1", "P-1", task, "ada", role, LocalDate.parse(day), minutes, true);
  }

  static OpenTime open(ContractVersion contract, TimeEntry entry) {
    return OpenTime.all(entry, (Rated.Billable) TimeRating.rate(contract, entry));
  }
}
