package io.throughline.journey.engagementopening;

import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.WonDeal;
import io.throughline.finance.RecurringFee.Span;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be agreed before anything is created. */
public final class Terms {

  public static final String PERIODS_DIFFER = "PERIODS_DIFFER";

  private Terms() {}

  static Verdict complete(Story<WonDeal> story) {
    return Verdict.of("TERMS_INCOMPLETE", "The sold terms are not complete", "sales-ops", wrong(story.trigger()));
  }

  /** What of the terms is missing or wrong, field by field. */
  public static List<Field> wrong(WonDeal deal) {
    var wrong = new ArrayList<Field>();
    require(wrong, deal.contractingEntity(), "/contractingEntity", "which of our legal entities contracts");
    require(wrong, deal.template(), "/template", "the service template of the project");
    require(wrong, deal.zone(), "/zone", "the contract's time zone");
    require(wrong, deal.startOn(), "/startOn", "when work starts");
    require(wrong, deal.endOn(), "/endOn", "when work ends");
    if (deal.startOn() != null && deal.endOn() != null && deal.endOn().isBefore(deal.startOn())) wrong.add(new Field("/endOn", "ENDS_BEFORE_START", "ends before it starts"));
    lines(wrong, deal);
    if (wrong.isEmpty()) periods(wrong, deal);
    return wrong;
  }

  /** Each line says what it needs, and together they are the deal's value. */
  public static void lines(List<Field> wrong, WonDeal deal) {
    if (deal.lines().isEmpty()) wrong.add(new Field("/lines", "REQUIRED", "nothing was sold: no line"));
    for (int i = 0; i < deal.lines().size(); i++) if (!deal.lines().get(i).ends()) line(wrong, deal.currency(), deal.lines().get(i), "/lines/" + i);
    if (wrong.isEmpty() && !sumOfLines(deal).equals(number(deal.value()))) {
      wrong.add(new Field("/value", "LINES_DIFFER", "the deal says " + deal.value() + ", its lines add up to " + sumOfLines(deal).toPlainString()));
    }
  }

  private static void periods(List<Field> wrong, WonDeal deal) {
    for (int i = 0; i < deal.lines().size(); i++) {
      var line = deal.lines().get(i);
      var at = "/lines/" + i + "/amount";
      if (line.billsPeriods()) differ(line, Subscriptions.spans(deal, line), BigDecimal.ZERO).ifPresent(how -> wrong.add(new Field(at, PERIODS_DIFFER, how)));
    }
  }

  /**
   * How the periods of a subscription come to something else than it was sold for.
   *
   * @param besides what it comes to besides
   */
  public static Optional<String> differ(QuoteLine line, List<Span> spans, BigDecimal besides) {
    var all = besides.add(Subscriptions.sum(spans));
    if (all.compareTo(new BigDecimal(line.amount())) == 0) return Optional.empty();
    return Optional.of((besides.signum() == 0 ? spans.size() + "" : "its") + " periods come to " + all.toPlainString() + ", the line says " + line.amount());
  }

  static Verdict approved(Story<WonDeal> story) {
    return approved(story.trigger());
  }

  /** Agreed to in the CRM, and nowhere else: nothing is asked of whoever reads the item. */
  public static Verdict approved(WonDeal deal) {
    var approval = deal.approval();
    if (approval != null && approval.state() == WonDeal.Approval.State.APPROVED) return Verdict.FIT;
    var state = approval == null ? "missing" : approval.state().name().toLowerCase(java.util.Locale.ROOT);
    return new Verdict.Held("APPROVAL_MISSING", "The commercial approval is " + state, "sales-ops", List.of());
  }

  /** Where the client asks for purchase orders, each workstream names its own before the project goes live. */
  public static Verdict purchaseOrders(Story<WonDeal> story) {
    var deal = story.trigger();
    var wrong = new ArrayList<Field>();
    if (deal.client().purchaseOrderRequired()) {
      for (int i = 0; i < deal.lines().size(); i++) {
        require(wrong, deal.lines().get(i).purchaseOrder(), "/lines/" + i + "/purchaseOrder", "the client's purchase order of this workstream");
      }
    }
    return Verdict.of("PURCHASE_ORDER_MISSING", "The client requires a purchase order for each workstream", "sales-ops", wrong);
  }

  private static void line(List<Field> wrong, String currency, QuoteLine line, String at) {
    require(wrong, line.lineId(), at + "/lineId", "the quote line's id");
    require(wrong, line.billing(), at + "/billing", "how the line is billed");
    require(wrong, line.amount(), at + "/amount", "what the line was sold for");
    if (line.billsTime()) {
      require(wrong, line.role(), at + "/role", "the role whose hours are billed");
      require(wrong, line.ratePerHour(), at + "/ratePerHour", "the price of an hour");
      require(wrong, line.plannedMinutes(), at + "/plannedMinutes", "the time that was sold");
    } else if (line.billsPeriods()) {
      var periods = line.periods() == null ? new Periods(null, null, null, null) : line.periods();
      require(wrong, periods.every(), at + "/periods/every", "how often the line is billed: month, quarter, half-year or year");
      require(wrong, periods.amount(), at + "/periods/amount", "what a whole period costs");
      if (periods.amount() != null && !Subscriptions.price(periods, currency)) wrong.add(new Field(at + "/periods/amount", "NOT_A_PRICE", "a period costs more than nothing, to the cent"));
      minutes(wrong, line, periods, at);
    } else if (!line.billsExpenses()) {
      require(wrong, line.dueOn(), at + "/dueOn", "when the line is due");
    }
  }

  /** What a period includes, and what is beyond. Live books give nothing back of minutes that end unused. */
  private static void minutes(List<Field> wrong, QuoteLine line, Periods periods, String at) {
    var included = periods.includedMinutes();
    if (included != null && included < 1) wrong.add(new Field(at + "/periods/includedMinutes", "MINUTES_IMPOSSIBLE", "a period includes at least one minute, or says none: then all work is covered"));
    if (included != null) require(wrong, line.ratePerHour(), at + "/ratePerHour", "the price of an hour beyond the included minutes");
    var rollover = periods.rollover();
    if (rollover == null) return;
    require(wrong, included, at + "/periods/includedMinutes", "how many minutes each period includes");
    if (rollover.periods() != null && rollover.periods() < 0) wrong.add(new Field(at + "/periods/rollover/periods", "PERIODS_IMPOSSIBLE", "minutes roll over for so many periods, or for none"));
    if (rollover.unused() == Rollover.Unused.REFUND) wrong.add(new Field(at + "/periods/rollover/unused", "NOT_REFUNDED", "minutes that end unused expire: a refund of them is known to a what-if only"));
  }

  private static void require(List<Field> wrong, Object value, String pointer, String what) {
    if (value == null || value.toString().isBlank()) wrong.add(new Field(pointer, "REQUIRED", "missing: " + what));
  }

  private static BigDecimal sumOfLines(WonDeal deal) {
    return deal.lines().stream().map(line -> number(line.amount())).reduce(BigDecimal.ZERO, BigDecimal::add).stripTrailingZeros();
  }

  private static BigDecimal number(String amount) {
    return amount == null ? BigDecimal.ZERO : new BigDecimal(amount).stripTrailingZeros();
  }
}
