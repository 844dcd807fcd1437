package io.throughline.books;

import io.throughline.books.CashDecisions.Lies;
import io.throughline.books.Documents.Document;
import io.throughline.books.Payments.Payment;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import io.throughline.journey.collecting.InvoiceToCash;
import io.throughline.journey.collecting.PaymentSeen;
import io.throughline.process.Journeys;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What payments are for, each change of it a row: one that pays more of an invoice, or one that takes back from an earlier one. What names an
 * invoice the hub does not know yet waits for it. What nobody applied is a share too: it lies with who paid, in an entity's books (J9).
 */
@ApplicationScoped
class Remittances {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Journeys journeys;
  @Inject Engagements engagements;
  @Inject CashDecisions decisions;
  @Inject RefundShares refunds;
  @Inject Ledger ledger;

  /** Begins the name of a share that lies with who paid. */
  private static final String LIES = "unapplied:";

  private record Open(String paymentId, int no, LocalDate movedOn, BigDecimal amount, String currency) {}

  /** What is left of an earlier row. */
  private record Left(int no, BigDecimal amount) {}

  private record Lying(String share, int no, String source, String of, LocalDate movedOn, BigDecimal amount, String currency, String entity, String owner) {}

  /** Writes down what a version of a payment changes, or what was decided of it here; the ERP's ids of the invoices it changes something of. */
  List<String> changed(String system, Payment payment, LocalDate day) {
    var id = payment.paymentId();
    sql.run("delete from remittance where system = ? and payment_id = ? and not taken", system, id);
    var told = new TreeMap<String, BigDecimal>();
    for (var share : payment.allocations()) told.merge(share.invoiceId(), new BigDecimal(share.amount()), BigDecimal::add);
    for (var decided : decisions.counted(system, id)) told.merge(decided.erpId(), decided.amount(), BigDecimal::add);
    refunds.takeOff(system, id, told);
    var lies = decisions.lies(system, id).orElse(null);
    if (lies != null) told.put(LIES + lies.entity() + ":" + lies.owner(), lies.amount());
    var before = sql.list(row -> Map.entry(row.text("invoice_id"), row.decimal("amount")), "select invoice_id, sum(amount) as amount from remittance where system = ? and payment_id = ? group by 1", system, id);
    var since = before.isEmpty() ? payment.receivedOn() : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var on = day == null ? since : day;
    var more = new TreeMap<>(told);
    for (var each : before) more.merge(each.getKey(), each.getValue().negate(), BigDecimal::add);
    var invoices = new TreeSet<String>();
    more.forEach((invoice, amount) -> {
      if (amount.signum() == 0) return;
      if (!invoice.startsWith(LIES)) invoices.add(invoice);
      if (amount.signum() > 0) add(system, id, invoice, amount, null, on, lies);
      else takeBack(system, id, invoice, amount.negate(), on);
    });
    book(system, id);
    return List.copyOf(invoices);
  }

  /** Posts what lies with who paid, and what does not any more. */
  private void book(String system, String paymentId) {
    sql.list(
            row ->
                new Lying(
                    row.text("invoice_id"), (int) row.number("no"), row.text("source"), row.text("of"), row.date("moved_on"), row.decimal("amount"), row.text("currency"), row.text("entity"), row.text("owner")),
            "update remittance r set taken = true from payment p where r.system = ? and r.payment_id = ? and r.entity is not null and not r.taken and p.system = r.system and p.payment_id = r.payment_id"
                + " returning r.*, p.currency, share_source(r.payment_id, r.invoice_id, r.no) as source, share_source(r.payment_id, r.invoice_id, r.of_no) as of",
            system, paymentId)
        .stream()
        .sorted(Comparator.comparing(Lying::share).thenComparing(Lying::no))
        .forEach(lying -> {
          var day = ledger.day(lying.entity(), lying.movedOn(), lying.of() == null ? List.of() : List.of(lying.of()));
          ledger.post(Journals.unapplied(lying.owner(), Amounts.money(lying.amount(), lying.currency())).journal(Context.of(Journals.NO_THREAD, lying.source(), lying.entity(), day)));
        });
  }

  /** From what was added last. */
  private void takeBack(String system, String id, String invoice, BigDecimal amount, LocalDate on) {
    var back = amount;
    for (var left :
        sql.list(
            row -> new Left((int) row.number("no"), row.decimal("amount")),
            "select coalesce(of_no, no) as no, sum(amount) as amount from remittance where system = ? and payment_id = ? and invoice_id = ? group by 1 having sum(amount) > 0 order by 1 desc",
            system, id, invoice)) {
      if (back.signum() == 0) return;
      var part = back.min(left.amount());
      add(system, id, invoice, part.negate(), left.no(), on, null);
      back = back.subtract(part);
    }
  }

  private void add(String system, String id, String invoice, BigDecimal amount, Integer of, LocalDate on, Lies lies) {
    boolean lying = lies != null && invoice.startsWith(LIES);
    sql.run(
        "insert into remittance (system, payment_id, invoice_id, no, of_no, amount, moved_on, entity, owner)"
            + " select ?, ?, ?, count(*) + 1, ?, ?, ?, coalesce(max(entity), ?), coalesce(max(owner), ?) from remittance where system = ? and payment_id = ? and invoice_id = ?",
        system, id, invoice, of, amount, on, lying ? lies.entity() : null, lying ? lies.owner() : null, system, id, invoice);
  }

  /** Begins the journey of each payment that was waiting for this document, once it is booked. */
  void collect(Document document) {
    if (!document.booked()) return; // what is owed is not known yet
    var engagement = engagements.of(document.threadId()).orElseThrow();
    sql.list(
            row -> new Open(row.text("payment_id"), (int) row.number("no"), row.date("moved_on"), row.decimal("amount"), row.text("currency")),
            "update remittance r set taken = true from payment p where r.system = ? and r.invoice_id = ? and not r.taken and p.system = r.system and p.payment_id = r.payment_id"
                + " returning r.payment_id, r.no, r.moved_on, r.amount, p.currency",
            document.erpSystem(), document.erpId())
        .stream()
        .sorted(Comparator.comparing(Open::paymentId).thenComparing(Open::no))
        .forEach(open -> {
          var seen =
              new PaymentSeen(
                  document.erpSystem(), open.paymentId(), open.no(), document.id(), document.number(), engagement.dealId(), engagement.projectId(), open.movedOn(), Amounts.text(open.amount(), open.currency()), open.currency());
          journeys.start(InvoiceToCash.PLAN, "invoice-to-cash:" + document.erpSystem() + ":" + seen.share(), document.threadId(), seen);
        });
  }
}
