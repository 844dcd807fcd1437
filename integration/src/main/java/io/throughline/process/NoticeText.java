package io.throughline.process;

import io.throughline.store.Row;
import io.throughline.thread.Remedy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a message about exception items, as plain text.
 *
 * @param money whether who is told sees amounts
 * @param hub the hub's address, with which each item has a link
 */
record NoticeText(boolean money, Optional<String> hub) {

  /** What a system said may be long, and a chat takes only so much: ten items stay below its limit. */
  private static final int REASON = 300;

  record Sum(long items, BigDecimal amount, String currency) {}

  record Item(long id, String code, String reason, String engagement, String customer, BigDecimal amount, String currency, LocalDate atRiskOn, boolean fresh) {

    static Item of(Row row) throws SQLException {
      return new Item(row.number("id"), row.text("code"), row.text("reason"), row.text("name"), row.text("customer"), row.decimal("amount"), row.text("currency"), row.date("at_risk_on"), row.is("fresh"));
    }
  }

  /**
   * What a reminder says of all that is open.
   *
   * @param since the day of the message before
   */
  record Digest(long fresh, long oldest, LocalDate oldestOn, long overdue, LocalDate since) {}

  static long count(List<Sum> sums) {
    return sums.stream().mapToLong(Sum::items).sum();
  }

  /** Two currencies are never added. */
  String title(String who, List<Sum> sums, boolean reminds) {
    var count = count(sums);
    var amounts = sums.stream().filter(sum -> money && sum.amount() != null && sum.currency() != null).map(sum -> amount(sum.amount(), sum.currency())).collect(Collectors.joining(", "));
    return (count == 1 ? "An exception " : count + " exceptions ") + (reminds ? "still " : "") + (count == 1 ? "waits for " : "wait for ") + who + (amounts.isEmpty() ? "" : ": " + amounts + " at risk");
  }

  /** @param digest null unless it reminds */
  String text(Digest digest, long count, List<Item> items) {
    var described = items.stream().map(item -> described(item, digest != null));
    var more = count > items.size() ? Stream.of("and " + (count - items.size()) + " more" + link("exceptions")) : Stream.<String>of();
    return Stream.of(digest == null ? Stream.<String>of() : Stream.of(said(digest)), described, more).flatMap(each -> each).collect(Collectors.joining("\n\n"));
  }

  private String said(Digest digest) {
    var fresh = digest.fresh() == 0 ? null : digest.fresh() == 1 ? "One is new." : digest.fresh() + " are new.";
    var overdue = digest.overdue() == 0 ? null : (digest.overdue() == 1 ? "One has" : digest.overdue() + " have") + " become overdue since " + digest.since() + ".";
    return lines(fresh, overdue, "The oldest waits since " + digest.oldestOn() + ": exception " + digest.oldest() + link("exceptions/" + digest.oldest()));
  }

  private String described(Item item, boolean reminds) {
    var advice = Remedy.of(item.code());
    var what = Stream.of(item.customer(), item.engagement()).filter(Objects::nonNull).collect(Collectors.joining(", "));
    var risk = Stream.of(!money || item.amount() == null || item.currency() == null ? null : amount(item.amount(), item.currency()), item.atRiskOn() == null ? null : "by " + item.atRiskOn()).filter(Objects::nonNull).collect(Collectors.joining(" "));
    var id = "exception " + item.id() + (reminds && item.fresh() ? " (new)" : "") + link("exceptions/" + item.id());
    return lines(what.isEmpty() ? null : what, risk.isEmpty() ? null : "At risk: " + risk, item.code() + ": " + advice.means(), shortened(item.reason()), advice.remedy(), id);
  }

  private static String lines(String... lines) {
    return Stream.of(lines).filter(Objects::nonNull).collect(Collectors.joining("\n"));
  }

  private static String shortened(String reason) {
    return reason == null || reason.length() <= REASON ? reason : reason.substring(0, REASON) + "…";
  }

  private String link(String page) {
    return hub.map(address -> ": " + address.replaceAll("/+$", "") + "/#/" + page).orElse("");
  }

  /** A code that is no currency, which may be what is wrong, is told too. */
  private static String amount(BigDecimal amount, String currency) {
    var digits = Currency.getAvailableCurrencies().stream().filter(each -> each.getCurrencyCode().equals(currency)).mapToInt(Currency::getDefaultFractionDigits).findFirst().orElse(2);
    return currency + " " + amount.setScale(Math.max(0, digits), RoundingMode.HALF_EVEN).toPlainString();
  }
}
