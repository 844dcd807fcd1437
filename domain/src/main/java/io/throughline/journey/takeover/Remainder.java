package io.throughline.journey.takeover;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.engagementopening.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an engagement that is taken over leaves where it was.
 *
 * <p>Money: net, text in the deal's currency.
 *
 * @param from the first day that counts here
 * @param until the last day, as it was sold
 * @param before what was billed of each line of which something was, by its id
 */
public record Remainder(LocalDate from, LocalDate until, Map<String, Before> before) {

  /** Of a line: what was billed of it, and the share that this is of the minutes that were planned. */
  public record Before(String amount, long minutes) {}

  public Remainder {
    before = Map.copyOf(before);
  }

  static Remainder of(TakeOver told) {
    var sold = told.deal();
    var billed = told.lines().stream().filter(line -> line.billed() != null).collect(Collectors.toMap(TakeOver.Line::lineId, line -> new BigDecimal(line.billed()), (one, other) -> other));
    var before = new TreeMap<String, Before>();
    for (var line : sold.lines()) {
      var amount = billed.getOrDefault(line.lineId(), BigDecimal.ZERO);
      if (line.billsPeriods() && amount.compareTo(new BigDecimal(line.amount())) < 0) amount = new BigDecimal(line.amount()).subtract(left(sold, line, told.from()));
      if (amount.signum() != 0) before.put(line.lineId(), new Before(amount.toPlainString(), minutes(line, amount)));
    }
    return new Remainder(told.from(), sold.endOn(), before);
  }

  /** The terms from the first day on. A line of which nothing is left still covers the work that is done for it. */
  public WonDeal of(WonDeal sold) {
    var begins = sold.startOn().isBefore(from) ? from : sold.startOn();
    return sold.lasting(begins, sold.endOn()).selling(sold.lines().stream().map(this::left).toList());
  }

  /** A change order, which says what its lines come to in all, as it changes what is left. One whose lines do not add up is left as it is: somebody has to be asked. */
  public WonDeal ofChange(WonDeal change) {
    var all = change.lines().stream().map(QuoteLine::amount).filter(amount -> amount != null).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (change.value() == null || all.compareTo(new BigDecimal(change.value())) != 0) return change;
    return change.selling(change.lines().stream().map(line -> line.ends() ? line : left(line)).toList());
  }

  /** All that was billed before. */
  public BigDecimal billed() {
    return before.values().stream().map(each -> new BigDecimal(each.amount())).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private QuoteLine left(QuoteLine line) {
    var gone = before.get(line.soldAs());
    if (gone == null || line.amount() == null) return line;
    var amount = lessThan(line.amount(), gone.amount());
    if (line.billsPeriods() && new BigDecimal(amount).signum() == 0) return line.covering(until);
    return line.left(amount, line.plannedMinutes() == null ? null : Math.max(0, line.plannedMinutes() - gone.minutes()), line.capAmount() == null ? null : lessThan(line.capAmount(), gone.amount()));
  }

  /** Not below nothing: time may have been billed beyond what was planned. */
  private static String lessThan(String amount, String gone) {
    var whole = new BigDecimal(amount);
    return whole.subtract(new BigDecimal(gone)).max(BigDecimal.ZERO).setScale(Math.max(0, whole.scale()), java.math.RoundingMode.HALF_UP).toPlainString();
  }

  private static long minutes(QuoteLine line, BigDecimal billed) {
    var amount = line.amount() == null ? BigDecimal.ZERO : new BigDecimal(line.amount());
    if (line.plannedMinutes() == null || amount.signum() == 0) return 0;
    return BigDecimal.valueOf(line.plannedMinutes()).multiply(billed).divide(amount, 0, java.math.RoundingMode.HALF_UP).longValueExact();
  }

  /** What the periods come to that begin on the day or later. */
  private static BigDecimal left(WonDeal sold, QuoteLine line, LocalDate from) {
    return Subscriptions.sum(Subscriptions.spans(sold, line).stream().filter(span -> !span.served().from().isBefore(from)).toList());
  }

  /** The last day of the period that was begun before the first day and ends after it; empty where none is cut. */
  static Optional<LocalDate> cut(WonDeal sold, QuoteLine line, LocalDate from) {
    return Subscriptions.spans(sold, line).stream().filter(span -> span.served().from().isBefore(from) && !span.served().through().isBefore(from)).map(span -> span.served().through()).findFirst();
  }
}
