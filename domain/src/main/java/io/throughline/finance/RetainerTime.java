package io.throughline.finance;

import io.throughline.canonical.Periods;
import io.throughline.canonical.Rollover;
import io.throughline.finance.RecurringFee.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the periods of a line include of the time that was worked on it, and what is beyond.
 *
 * @param periods of the line's whole term
 * @param beyond minutes of each entry that may be billed, by its key
 */
public record RetainerTime(List<Account> periods, Map<String, Long> beyond) {

  /** An entry's minutes, and how many of them documents hold. */
  public record Entry(String key, LocalDate workDate, long minutes, long billed) implements Comparable<Entry> {

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::workDate).thenComparing(Entry::key);

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  /** A period and its minutes. */
  public record Account(Span span, RetainerHours.Month minutes) {}

  /** @param spans all periods of the line */
  public static RetainerTime of(Periods terms, List<Span> spans, Collection<Entry> worked) {
    var inside = spans.stream().map(span -> worked.stream().filter(entry -> span.served().contains(entry.workDate())).sorted().toList()).toList();
    var used = inside.stream().map(entries -> entries.stream().mapToLong(Entry::minutes).sum()).toList();
    var rollover = terms.rollover();
    int lives = rollover == null || rollover.periods() == null ? 0 : rollover.periods();
    var months = RetainerHours.account(spans.stream().map(Span::minutes).toList(), used, lives, rollover != null && rollover.order() == Rollover.Order.CURRENT_FIRST, true);
    var periods = new ArrayList<Account>();
    var beyond = new HashMap<String, Long>();
    for (int i = 0; i < spans.size(); i++) {
      periods.add(new Account(spans.get(i), months.get(i)));
      var entries = inside.get(i);
      var minutes = RetainerHours.beyond(entries.stream().map(entry -> new RetainerHours.Worked(entry.minutes(), entry.billed(), 0)).toList(), months.get(i).overage());
      for (int each = 0; each < entries.size(); each++) beyond.put(entries.get(each).key(), minutes.get(each));
    }
    return new RetainerTime(periods, beyond);
  }
}
