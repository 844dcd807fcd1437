package io.throughline.web.process;

import io.throughline.books.Expenses;
import io.throughline.books.InvoiceStatuses.InvoiceStatus;
import io.throughline.books.Milestones.Milestone;
import io.throughline.books.Payments.Payment;
import io.throughline.books.TimeEntries;
import io.throughline.canonical.CreditUse;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.canonical.WorkRate;
import io.throughline.journey.Outcome.Field;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What no fact of a kind may say, told field by field. */
final class Rules {

  private static final Pattern MONEY = Pattern.compile("-?\\d{1,14}(\\.\\d{1,6})?");
  private static final long MINUTES_A_DAY = 1440;

  private final String root;
  private final List<Field> broken = new ArrayList<>();

  private Rules(String root) {
    this.root = root;
  }

  static List<Field> broken(Object fact, String root) {
    var rules = new Rules(root);
    if (fact instanceof WonDeal deal) rules.deal(deal);
    if (fact instanceof TimeEntries.Entry entry) rules.entry(entry);
    if (fact instanceof Expenses.Spent spent) rules.spent(spent);
    if (fact instanceof Milestone milestone && "completed".equals(milestone.state()) && milestone.completedOn() == null) rules.say("/completedOn", "REQUIRED", "completed on which day");
    if (fact instanceof InvoiceStatus status) rules.status(status);
    if (fact instanceof Payment payment) rules.payment(payment);
    if (fact instanceof CreditUse use) rules.use(use);
    if (fact instanceof WorkRate rate) rules.rate(rate);
    return rules.broken;
  }

  private void deal(WonDeal deal) {
    currency("/currency", deal.currency());
    money("/value", deal.value());
    if (deal.client() != null) currency("/client/currency", deal.client().currency());
    if (deal.zone() != null && !isZone(deal.zone())) say("/zone", "ZONE_UNKNOWN", "not a time zone");
    if (deal.startOn() != null && deal.endOn() != null && deal.endOn().isBefore(deal.startOn())) say("/endOn", "DATES_REVERSED", "ends before it starts");
    for (int i = 0; i < deal.lines().size(); i++) line("/lines/" + i, deal.lines().get(i));
  }

  private void line(String at, QuoteLine line) {
    if (line.lineId() == null) say(at + "/lineId", "REQUIRED", "this field is required");
    if (line.billing() == null) say(at + "/billing", "REQUIRED", "this field is required");
    money(at + "/ratePerHour", line.ratePerHour());
    money(at + "/amount", line.amount());
    money(at + "/capAmount", line.capAmount());
    money(at + "/markupPercent", line.markupPercent());
    if (line.periods() != null) money(at + "/periods/amount", line.periods().amount());
    if (line.plannedMinutes() != null && line.plannedMinutes() < 1) say(at + "/plannedMinutes", "MINUTES_IMPOSSIBLE", "at least one minute");
  }

  private void entry(TimeEntries.Entry entry) {
    if (entry.minutes() < 1 || entry.minutes() > MINUTES_A_DAY) say("/minutes", "MINUTES_IMPOSSIBLE", "a day has 1 to 1440 minutes");
    if (entry.approval() != null && !"approved".equals(entry.approval())) say("/approval", "NOT_APPROVED", "only approved time is taken");
  }

  private void spent(Expenses.Spent spent) {
    currency("/currency", spent.currency());
    positive("/amount", spent.amount());
  }

  private void rate(WorkRate rate) {
    currency("/currency", rate.currency());
    money("/ratePerHour", rate.ratePerHour());
  }

  private void status(InvoiceStatus status) {
    word("/status", status.status(), Set.of("open", "paid", "void"));
    money("/total", status.total());
    money("/remaining", status.remaining());
    currency("/currency", status.currency());
  }

  private void payment(Payment payment) {
    currency("/currency", payment.currency());
    if (money("/amount", payment.amount()) && payment.amount().startsWith("-")) say("/amount", "NOT_POSITIVE", "not less than zero; zero where a payment was voided");
    var shares = payment.allocations();
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).invoiceId() == null) say("/allocations/" + i + "/invoiceId", "REQUIRED", "this field is required");
      positive("/allocations/" + i + "/amount", shares.get(i).amount());
    }
    if (payment.unapplied() != null) {
      if (payment.unapplied().payerId() == null) say("/unapplied/payerId", "REQUIRED", "this field is required");
      positive("/unapplied/amount", payment.unapplied().amount());
      var advance = payment.unapplied().advance();
      if (advance != null && advance.threadId() == null) say("/unapplied/advance/threadId", "REQUIRED", "this field is required");
    }
  }

  private void use(CreditUse use) {
    currency("/currency", use.currency());
    for (int i = 0; i < use.applications().size(); i++) {
      required("/applications/" + i + "/invoiceId", use.applications().get(i).invoiceId());
      positive("/applications/" + i + "/amount", use.applications().get(i).amount());
    }
    for (int i = 0; i < use.refunds().size(); i++) {
      required("/refunds/" + i + "/refundId", use.refunds().get(i).refundId());
      required("/refunds/" + i + "/refundedOn", use.refunds().get(i).refundedOn());
      positive("/refunds/" + i + "/amount", use.refunds().get(i).amount());
    }
  }

  private void required(String at, Object value) {
    if (value == null) say(at, "REQUIRED", "this field is required");
  }

  private void positive(String at, String amount) {
    if (amount == null) say(at, "REQUIRED", "this field is required");
    else if (!money(at, amount)) return;
    else if (new java.math.BigDecimal(amount).signum() <= 0) say(at, "NOT_POSITIVE", "more than zero");
  }

  private boolean money(String at, String amount) {
    if (amount == null || MONEY.matcher(amount).matches()) return true;
    say(at, "NOT_MONEY", "an amount is text such as 120.50");
    return false;
  }

  private void currency(String at, String code) {
    if (code != null && !isCurrency(code)) say(at, "CURRENCY_UNKNOWN", "not a currency of ISO 4217");
  }

  private void word(String at, String word, Set<String> words) {
    if (!words.contains(word)) say(at, "WORD_UNKNOWN", "one of " + String.join(", ", words.stream().sorted().toList()));
  }

  private void say(String at, String code, String message) {
    broken.add(new Field(root + at, code, message));
  }

  private static boolean isCurrency(String code) {
    return Currency.getAvailableCurrencies().stream().anyMatch(currency -> currency.getCurrencyCode().equals(code) && currency.getDefaultFractionDigits() >= 0);
  }

  private static boolean isZone(String zone) {
    try {
      return ZoneId.of(zone) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
