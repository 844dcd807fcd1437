package io.throughline.finance.quote;

import static io.throughline.finance.quote.PlayedQuote.list;
import static io.throughline.finance.quote.PlayedQuote.map;
import static io.throughline.finance.quote.PlayedQuote.number;

import io.throughline.finance.whatif.Refusal;
import io.throughline.finance.whatif.WhatIf;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Would this quote be billable: which bills it makes in which currency and with which tax, what it costs and leaves, and what stands
 * against it, each with an RFC 6901 pointer into what was asked.
 *
 * <p>Money: text in the quote's currency. Refuses: what the money core refuses or holds, a price below the list by more than
 * {@code policy.maxDiscountPercent}; and where nothing else does, a margin below {@code policy.minMarginPercent}.
 */
public final class QuoteCheck {

  /** @param bills net, tax and total by day; {@code margin} is what is left of {@code net} after {@code cost}, both null where no cost is planned */
  public record QuoteAnswer(boolean billable, String currency, String net, String tax, String total, String cost, String margin, String marginPercent, List<QuotedBill> bills, List<Refusal> refusals) {}

  public record QuotedBill(String on, String net, String tax, String total, List<String> lines) {}

  /** What a plan is played as. */
  private static final List<String> PLANNED = List.of("people", "timeEntries", "milestones", "invoiceRuns");

  private final Map<String, ?> books;
  private final PlayedQuote played;
  private final List<Refusal> refusals;

  private QuoteCheck(Map<String, ?> quote, Map<String, ?> books) {
    this.books = books;
    this.played = new PlayedQuote(quote, books);
    this.refusals = new ArrayList<>(played.refusals);
  }

  /**
   * @param quote {@code contract} as a what-if has it, without an id, and {@code plan}: for a line with time {@code minutes}, {@code role}, {@code costPerHour} and {@code employer}, for a milestone {@code on}
   * @param books the firm's standing facts as a what-if has them, and {@code policy}
   */
  public static QuoteAnswer of(Map<String, ?> quote, Map<String, ?> books) {
    var check = new QuoteCheck(quote, books);
    return check.refusals.isEmpty() ? WhatIf.of(check.played.bundle).fold(answered -> check.judged(answered.tree()), refused -> check.refused(refused.refusals())) : check.refused(List.of());
  }

  private QuoteAnswer refused(List<Refusal> more) {
    more.forEach(refusal -> refusals.add(new Refusal(asked(refusal.pointer()), refusal.code(), refusal.text())));
    return new QuoteAnswer(false, text(played.contract.get("currency")), null, null, null, null, null, null, List.of(), sorted());
  }

  /** The bundle's contract is the quote's, its work the plan's; what else it has are the books. */
  private static String asked(String pointer) {
    if (pointer.startsWith("/contracts/0")) return "/contract" + pointer.substring("/contracts/0".length());
    if (PLANNED.contains(pointer.split("/", 3)[pointer.isEmpty() ? 0 : 1])) return "/plan";
    return pointer.isEmpty() ? "" : "/books" + pointer;
  }

  private QuoteAnswer judged(Map<String, Object> answer) {
    for (var held : list(answer.get("held"))) held(map(held));
    var bills = list(answer.get("invoices")).stream().map(bill -> bill(map(bill))).toList();
    var net = sum(bills.stream().map(QuotedBill::net).toList());
    discounts();
    var kpis = list(answer.get("kpis")).stream().map(PlayedQuote::map).findFirst().orElse(Map.of());
    var cost = number(kpis.get("cost"));
    var costed = cost != null && cost.signum() > 0;
    var margin = costed ? net.subtract(cost) : null;
    var percent = margin == null || net.signum() == 0 ? null : margin.movePointRight(2).divide(net, 2, RoundingMode.HALF_UP);
    var least = number(map(books.get("policy")).get("minMarginPercent"));
    if (refusals.isEmpty() && least != null && percent != null && percent.compareTo(least) < 0) refusals.add(new Refusal("/contract", "MARGIN_TOO_LOW", percent.toPlainString() + " percent are left; at least " + least.toPlainString()));
    if (bills.isEmpty() && refusals.isEmpty()) refusals.add(new Refusal("/plan", "NOTHING_BILLED", "nothing of it would ever be billed: time is planned with minutes, milestones with their day"));
    return new QuoteAnswer(
        refusals.isEmpty(), text(played.contract.get("currency")), net.toPlainString(), sum(bills.stream().map(QuotedBill::tax).toList()).toPlainString(), sum(bills.stream().map(QuotedBill::total).toList()).toPlainString(),
        costed ? cost.toPlainString() : null, margin == null ? null : margin.toPlainString(), percent == null ? null : percent.toPlainString(), bills, sorted());
  }

  /** What is held for the same reason is said once a line. */
  private void held(Map<String, Object> held) {
    var at = held.get("line") == null ? "/contract" : pointer(text(held.get("line")));
    if (refusals.stream().noneMatch(one -> one.pointer().equals(at) && one.code().equals(held.get("reason")))) refusals.add(new Refusal(at, text(held.get("reason")), text(held.get("text"))));
  }

  private static QuotedBill bill(Map<String, Object> bill) {
    return new QuotedBill(text(bill.get("issuedOn")), text(bill.get("net")), text(bill.get("tax")), text(bill.get("total")), list(bill.get("lines")).stream().map(line -> text(map(line).get("line"))).distinct().toList());
  }

  /** Prices of time against the list that {@code policy.rateCard} names. */
  private void discounts() {
    var policy = map(books.get("policy"));
    var most = number(policy.get("maxDiscountPercent"));
    var card = list(books.get("rateCards")).stream().map(PlayedQuote::map).filter(one -> one.get("rateCardId").equals(policy.get("rateCard"))).findFirst().orElse(null);
    if (most == null || card == null || !card.get("currency").equals(played.contract.get("currency"))) return;
    for (var line : list(played.contract.get("lines"))) for (var rate : list(map(line).get("rates"))) discount(map(line), map(rate), card, most);
  }

  private void discount(Map<String, Object> line, Map<String, Object> rate, Map<String, Object> card, BigDecimal most) {
    var roles = rate.get("role") == null ? played.roles.getOrDefault(text(line.get("lineId")), List.of()) : List.of(text(rate.get("role")));
    for (var listed : list(card.get("rates"))) {
      var price = number(map(listed).get("price"));
      if (!roles.contains(text(map(listed).get("role"))) || price.signum() == 0) continue;
      var off = price.subtract(number(rate.get("price"))).movePointRight(2).divide(price, 2, RoundingMode.HALF_UP);
      if (off.compareTo(most) > 0) refusals.add(new Refusal(pointer(text(line.get("lineId"))), "DISCOUNT_TOO_HIGH", off.toPlainString() + " percent below the list's " + price.toPlainString() + "; at most " + most.toPlainString()));
    }
  }

  private String pointer(String lineId) {
    var lines = list(played.contract.get("lines"));
    for (var i = 0; i < lines.size(); i++) if (lineId.equals(map(lines.get(i)).get("lineId"))) return "/contract/lines/" + i;
    return "/contract/lines";
  }

  private List<Refusal> sorted() {
    return refusals.stream().sorted().toList();
  }

  private static BigDecimal sum(List<String> amounts) {
    return amounts.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String text(Object value) {
    return value == null ? null : String.valueOf(value);
  }
}
