package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Line;
import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.ContentId;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.Invoicing.Beyond;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Expenses on documents: what of each is still to be billed, which line billed it, what a cap has no room for, and what is given back of one
 * that no longer counts, from the very line that billed it.
 */
@ApplicationScoped
class ExpenseBills {

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject Clock clock;
  @Inject ExceptionItems exceptions;

  /** An expense with what is open of it. {@code event} is what that is billed for. */
  record Open(Expense expense, Money spent, BillingEvent event, BigDecimal beyond) {}

  /** A part of an expense on a line, and the line's own words. */
  private record Given(
      String invoice, int line, String lineId, String description, String personId, String purchaseOrder, String source, String expenseId, String version, BigDecimal spent, BigDecimal amount) {}

  /** A credit note to draft, and what it gives back line by line. */
  record Credit(Document document, List<Line> lines, List<Given> given) {}

  private record Left(Expenses.Spent spent, String source, BigDecimal amount, BigDecimal worth, BigDecimal beyond, Rate rate) {}

  boolean isOpen(Engagement engagement, LocalDate through) {
    return !left(engagement, through).isEmpty();
  }

  /** Through a day, by the event that bills it. */
  Map<String, Open> open(Engagement engagement, ContractVersion contract, LocalDate through) {
    var open = new LinkedHashMap<String, Open>();
    for (var left : left(engagement, through)) {
      var expense = left.spent().rules(left.source());
      if (!(ExpenseBilling.of(contract, expense, left.rate()) instanceof ExpenseBilling.Outcome.Due due)) continue;
      var event = rest(due.event(), Amounts.money(left.worth(), engagement.currency()));
      open.put(event.eventId(), new Open(expense, Amounts.money(left.amount(), left.spent().currency()), event, left.beyond()));
    }
    return open;
  }

  /** What is left of an event is billed by another document than its first part, of the same day or not. */
  private static BillingEvent rest(BillingEvent event, Money worth) {
    if (event.amount().equals(worth)) return event;
    return new BillingEvent(
        ContentId.of("evt", List.of(event.eventId(), worth)), event.contractId(), event.lineId(), event.kind(), event.dueOn(), worth, event.source(), event.evidence(), event.description());
  }

  private List<Left> left(Engagement engagement, LocalDate through) {
    return sql.list(
        row -> new Left(Expenses.Spent.of(row), row.text("source"), row.decimal("open"), row.decimal("open_worth"), row.decimal("beyond"), Expenses.rate(row)),
        "select e.*, e.amount - coalesce(a.spent, 0) as open, e.worth - coalesce(a.amount, 0) as open_worth from expense e"
            + " left join (select source, expense_id, version, sum(spent) as spent, sum(amount) as amount from expense_allocation where thread_id = ? group by 1, 2, 3) a using (source, expense_id, version)"
            + " where e.thread_id = ? and e.current and e.state = 'billable' and e.incurred_on <= ? and e.worth > coalesce(a.amount, 0)"
            + " and (e.source, e.expense_id) not in (select x.source, x.expense_id from being_credited c join expense_allocation x on x.document_id = c.credit_id where c.thread_id = ?) order by e.source, e.expense_id",
        engagement.threadId(), engagement.threadId(), through, engagement.threadId());
  }

  /** What the lines of a drafted document bill. */
  void allocate(Engagement engagement, String document, InvoiceDraft draft, Map<String, Open> open) {
    for (int no = 1; no <= draft.lines().size(); no++) {
      var event = draft.lines().get(no - 1).event();
      var billed = event == null ? null : open.get(event.eventId());
      if (billed == null) continue;
      var amount = draft.lines().get(no - 1).amount();
      var expense = billed.expense();
      allocate(engagement.threadId(), document, no, expense.source(), expense.expenseId(), expense.version(), Amounts.decimal(ExpenseBilling.spentOf(billed.spent(), billed.event().amount(), amount)), Amounts.decimal(amount));
    }
  }

  /** What a cap has no room for is held, as long as it has none. */
  void hold(Engagement engagement, Collection<Open> open, List<Beyond> beyond) {
    for (var each : open) {
      var over = beyond.stream().filter(one -> one.event().eventId().equals(each.event().eventId())).findFirst();
      var subject = each.expense().key();
      var worth = over.map(one -> one.event().amount()).orElse(Money.zero(each.event().amount().currency()));
      var billed = each.event().amount().minus(worth);
      var spent = billed.isZero() ? each.spent() : each.spent().minus(ExpenseBilling.spentOf(each.spent(), each.event().amount(), billed));
      if (each.beyond().compareTo(spent.amount()) != 0) {
        sql.run(
            "update expense set beyond = ?, worth_beyond = ? where source = ? and expense_id = ? and version = ?",
            Amounts.decimal(spent), Amounts.decimal(worth), each.expense().source(), each.expense().expenseId(), each.expense().version());
      }
      if (over.isEmpty()) {
        exceptions.resolve("expense", subject, "hub", "it is billed");
        continue;
      }
      var reason = over.get().agreed() + " agreed, " + over.get().billedSoFar() + " billed";
      exceptions.raise(new Trouble("expense", subject, engagement.threadId(), null, null, "BEYOND_TERMS", reason, "finance", List.of(new Field("", "BEYOND_TERMS", reason))));
      exceptions.amountAtRisk("expense", subject, worth.amount(), engagement.currency(), each.expense().incurredOn());
    }
  }

  /** One credit note for each invoice that billed a version which no longer counts. */
  List<Credit> released(Engagement engagement, LocalDate on) {
    var byInvoice = new LinkedHashMap<String, List<Given>>();
    given(engagement, "not (e.current and e.state = 'billable')").forEach(one -> byInvoice.computeIfAbsent(one.invoice(), invoice -> new ArrayList<>()).add(one));
    return byInvoice.values().stream().map(given -> credit(engagement, given, on)).toList();
  }

  /** What lines of invoices hold of expenses, less what was credited. */
  private List<Given> given(Engagement engagement, String which, Object... args) {
    return sql.list(
        row ->
            new Given(
                row.text("invoice"), (int) row.number("line"), row.text("line_id"), row.text("description"), row.text("person_id"), row.text("purchase_order"), row.text("source"), row.text("expense_id"),
                row.text("version"), row.decimal("spent"), row.decimal("amount")),
        "select g.*, o.line_id, o.description, o.person_id, o.purchase_order from (select coalesce(l.credits_document, a.document_id) as invoice, coalesce(l.credits_line, a.line_no) as line, a.source, a.expense_id,"
            + " a.version, sum(a.spent) as spent, sum(a.amount) as amount from expense_allocation a join document_line l using (document_id, line_no) join expense e using (source, expense_id, version)"
            + " where a.thread_id = ? and " + which + " group by 1, 2, 3, 4, 5 having sum(a.amount) <> 0) g"
            + " join document_line o on o.document_id = g.invoice and o.line_no = g.line order by g.invoice, g.line",
        Stream.concat(Stream.of(engagement.threadId()), Stream.of(args)).toArray());
  }

  /** Takes all that an invoice holds of expenses off it, by a credit note whose {@code lines} say which line each credits. */
  void giveBack(Engagement engagement, String invoice, String note, Map<Integer, Integer> lines) {
    given(engagement, "coalesce(l.credits_document, a.document_id) = ?", invoice)
        .forEach(one -> allocate(engagement.threadId(), note, lines.get(one.line()), one.source(), one.expenseId(), one.version(), one.spent().negate(), one.amount().negate()));
  }

  private Credit credit(Engagement engagement, List<Given> given, LocalDate on) {
    var id = "cn-" + Sha256.of(engagement.threadId(), given.toString()).substring(0, 24);
    var lines = new ArrayList<Line>();
    for (var one : given) {
      lines.add(new Line(lines.size() + 1, one.lineId(), one.description(), one.personId(), null, null, one.amount().negate(), one.purchaseOrder(), null, BigDecimal.ZERO, one.invoice(), one.line()));
    }
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Credit(Document.draft(documents.unused(id), engagement.threadId(), "expense", "credit-note", engagement.currency(), Amounts.money(net, engagement.currency()), on, on), lines, given);
  }

  /** Takes them off the invoices, once the credit note is drafted. */
  void release(Credit credit) {
    int no = 0;
    for (var one : credit.given()) {
      allocate(credit.document().threadId(), credit.document().id(), ++no, one.source(), one.expenseId(), one.version(), one.spent().negate(), one.amount().negate());
    }
  }

  private void allocate(String thread, String document, int line, String source, String expense, String version, BigDecimal spent, BigDecimal amount) {
    sql.run(
        "insert into expense_allocation (document_id, line_no, thread_id, source, expense_id, version, spent, amount, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        document, line, thread, source, expense, version, spent, amount, clock.instant());
  }
}
