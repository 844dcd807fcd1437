package io.throughline.finance.whatif;

import com.sun.management.ThreadMXBean;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.canonical.TimeEntry;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.Invoicing;
import io.throughline.finance.OpenTime;
import io.throughline.finance.Rated;
import io.throughline.finance.RateVersion;
import io.throughline.finance.ScopeBinding;
import io.throughline.finance.TimeRating;
import io.throughline.finance.UnitPrice;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints how each stage grows with the number of entries: seconds of processor and memory allocated, by the thread that answers, which other
 * work on the machine changes little. {@code mvn -Pbenchmarks -pl domain test-compile exec:exec}.
 */
final class Growth {

  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 334;
  /** The second run of a size counts: the first warms up. What-ifs of the largest sizes are asked once. */
  private static final int RUNS = 2;

  private static final int WARMED = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  /** What a what-if needs at most; it is asked where the heap has that much. */
  private static final long BYTES_AN_ENTRY = 6 << 10;

  private Growth() {}

  public static void main(String[] arguments) {
    System.out.println("| entries | rating | invoicing | what-if: recognising | what-if: billing and recognising | the same, one contract |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int size : Arrays.stream(arguments[0].split(",")).mapToInt(Integer::parseInt).toArray()) {
      var contract = contract();
      var entries = entries(size);
      var rated = new ArrayList<OpenTime>();
      var rating = timed(RUNS, () -> {
        rated.clear();
        for (var entry : entries) rated.add(OpenTime.all(entry, (Rated.Billable) TimeRating.rate(contract, entry)));
        return rated.size();
      });
      var invoicing = timed(RUNS, () -> Invoicing.draft(contract, rated, List.of(), Map.of(), START.plusDays(DAYS)).invoices().size());
      entries.clear();
      rated.clear();
      int runs = size <= WARMED ? RUNS : 1;
      boolean asked = Runtime.getRuntime().maxMemory() >= size * BYTES_AN_ENTRY;
      var recognising = asked ? timed(runs, () -> answered(bundle(size, contracts(size), List.of()))) : "-";
      var billing = asked ? timed(runs, () -> answered(bundle(size, contracts(size), runs()))) : "-";
      var one = asked ? timed(runs, () -> answered(bundle(size, 1, runs()))) : "-";
      System.out.printf("| %,d | %s | %s | %s | %s | %s |%n", size, rating, invoicing, recognising, billing, one);
    }
  }

  private static String timed(int runs, Supplier<Integer> stage) {
    var last = "";
    for (int i = 0; i < runs; i++) {
      long nanos = THREADS.getCurrentThreadCpuTime();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      if (stage.get() == 0) throw new IllegalStateException("nothing came of it");
      last = "%,.1f s, %,d MB".formatted((THREADS.getCurrentThreadCpuTime() - nanos) / 1e9, THREADS.getCurrentThreadAllocatedBytes() - bytes >> 20);
    }
    return last;
  }

  private static int answered(Map<String, Object> bundle) {
    var answer = ((WhatIf.Outcome.Answered) WhatIf.of(bundle)).tree();
    if (!Boolean.TRUE.equals(((Map<?, ?>) answer.get("proof")).get("holds"))) throw new IllegalStateException("the proof does not hold");
    return ((List<?>) answer.get("journals")).size();
  }

  private static ContractVersion contract() {
    var eur = Currency.getInstance("EUR");
    var line = ContractLine.time("T", ScopeBinding.project("P"), "Work", null, null, List.of(new RateVersion("R", 1, START, null, null, null, UnitPrice.perHour("120.00", "EUR"))), (Money) null);
    return new ContractVersion("C", 1, "C", "E", "A", eur, new Period(START, START.plusYears(1)), true, 30, RoundingPolicy.HALF_UP, null, List.of(line));
  }

  private static List<TimeEntry> entries(int size) {
    var entries = new ArrayList<TimeEntry>(size);
    for (int i = 0; i < size; i++) entries.add(new TimeEntry("delivery", "E-" + i, "1", "P", null, "p" + i % 200, null, START.plusDays(i % DAYS), 30 + i % 400, true, null));
    return entries;
  }

  private static int contracts(int size) {
    return Math.max(1, size / 500);
  }

  private static Map<String, Object> bundle(int size, int contracts, List<Object> runs) {
    var terms = new ArrayList<Object>();
    for (int i = 0; i < contracts; i++) {
      var line = Map.of("lineId", "T", "billing", "time-and-materials", "scope", Map.of("projects", List.of("P-" + i)), "rates", List.of(Map.of("price", "120.00")));
      terms.add(Map.of("contractId", "C-" + i, "entity", "E", "billingAccount", "A", "currency", "EUR", "startsOn", START.toString(), "lines", List.of(line)));
    }
    var entries = new ArrayList<Object>(size);
    for (int i = 0; i < size; i++) {
      var day = START.plusDays(i % DAYS);
      entries.add(Map.of("entryId", "E-" + i, "projectId", "P-" + i / 3 % contracts, "personId", "p" + i % 200, "workDate", day.toString(), "approvedOn", day.plusDays(i % 10).toString(), "minutes", 30L + i % 400));
    }
    return Map.of("asOf", Map.of("effectiveOn", "2026-12-31"), "contracts", terms, "timeEntries", entries, "invoiceRuns", runs);
  }

  private static List<Object> runs() {
    var runs = new ArrayList<Object>();
    for (int month = 1; month <= 12; month++) runs.add(Map.of("on", YearMonth.of(2026, month).atEndOfMonth().toString()));
    return runs;
  }
}
