package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.collecting.PaymentSeen;
import io.throughline.process.HubRecord;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Applies a payment to its invoice, never beyond what is open (J8); the rest is unapplied cash with a task for finance (J9). What is taken back goes the
 * same way back: first what was left unapplied, then the invoice is open again, and finance is told.
 */
@ApplicationScoped
class PaymentApplied implements HubRecord<PaymentSeen> {

  private static final String OPEN_AGAIN = "receivable";

  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject SetOffs setOffs;
  @Inject Ledger ledger;
  @Inject ExceptionItems exceptions;
  @Inject Sql sql;
  @Inject Clock clock;

  @Override
  public String name() {
    return "payment-applied";
  }

  @Override
  public Map<String, Object> write(Story<PaymentSeen> story, String journeyId) {
    var seen = story.trigger();
    var document = documents.locked(seen.documentId()).orElseThrow();
    var engagement = engagements.of(document.threadId()).orElseThrow();
    var moved = new BigDecimal(seen.amount());
    var applied = seen.takenBack() ? moved.add(unapplied(seen)).min(BigDecimal.ZERO) : moved.min(document.owed().subtract(document.paid()).subtract(setOffs.byNotes(document.id()))).max(BigDecimal.ZERO);
    post(seen, document, engagement, applied, moved.subtract(applied));
    var now = documents.locked(document.id()).orElseThrow();
    boolean paid = now.state().equals("paid");
    if (seen.takenBack()) tell(seen, document, applied, !paid);
    else if (applied.compareTo(moved) < 0) overpaid(seen, document, moved.subtract(applied));
    if (paid) exceptions.resolve(OPEN_AGAIN, document.id(), "hub", "paid");
    return Map.of("status", paid ? "paid" : now.paid().signum() > 0 ? "partly paid" : "not paid", "applied", Amounts.text(applied, seen.currency()), "paid", Amounts.text(now.paid(), seen.currency()));
  }

  /** What is left unapplied of the share of a payment that is taken back from. */
  private BigDecimal unapplied(PaymentSeen seen) {
    return sql.one(
            row -> row.decimal("unapplied"),
            "with share as (select r.no, r.amount from remittance r join remittance back using (system, payment_id, invoice_id) join document d on d.erp_system = r.system and d.erp_id = r.invoice_id"
                + " where back.system = ? and back.payment_id = ? and d.id = ? and back.no = ? and back.of_no in (r.no, r.of_no) and r.no < back.no)"
                + " select sum(s.amount) - coalesce(sum(c.amount), 0) as unapplied from share s left join cash_application c on c.system = ? and c.payment_id = ? and c.document_id = ? and c.no = s.no",
            seen.system(), seen.paymentId(), seen.documentId(), seen.no(), seen.system(), seen.paymentId(), seen.documentId())
        .orElseThrow();
  }

  private void post(PaymentSeen seen, Document document, Engagement engagement, BigDecimal applied, BigDecimal left) {
    var entity = engagement.contractingEntity();
    var context = Context.of(document.threadId(), seen.share(), entity, ledger.day(entity, told(seen), List.of(document.id())));
    if (applied.signum() != 0) {
      sql.run(
          "insert into cash_application (system, payment_id, document_id, no, thread_id, amount, currency, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
          seen.system(), seen.paymentId(), document.id(), seen.no(), document.threadId(), applied, document.currency(), clock.instant());
      documents.settled(document.id(), applied, BigDecimal.ZERO);
      setOffs.settle(document.id());
      ledger.post(Journals.paid(document.id(), Amounts.money(applied, document.currency())).journal(context));
    }
    ledger.post(Journals.unapplied(engagement.customerId(), Amounts.money(left, document.currency())).journal(context));
  }

  /** Money of a document is posted in the order in which it was told: what goes back on a day behind all that came, what comes not before what went back, nor before a credit note that was made first. */
  private LocalDate told(PaymentSeen seen) {
    return sql.one(
            row -> row.date("day"),
            "select greatest(cast(? as date), max(p.posted_on) filter (where ? or r.of_no is not null) + ?, (select max(made_on) from credit_made where invoice_id = ?)) as day from remittance r join document d on d.erp_system = r.system and d.erp_id = r.invoice_id"
                + " join posting p on p.source_id = share_source(r.payment_id, d.id, r.no) where d.id = ?",
            seen.receivedOn(), seen.takenBack(), seen.takenBack() ? 1 : 0, seen.documentId(), seen.documentId())
        .orElseThrow();
  }

  private void overpaid(PaymentSeen seen, Document document, BigDecimal left) {
    raise(seen, document, "payment", payment(seen), "OVERPAID", left, "more was paid than is open on " + document.number(), "is unapplied");
  }

  /** What a credit note settles at once is no open invoice. */
  private void tell(PaymentSeen seen, Document document, BigDecimal applied, boolean open) {
    if (unapplied(seen).add(new BigDecimal(seen.amount())).subtract(applied).signum() == 0) exceptions.resolve("payment", payment(seen), "hub", "nothing of it is unapplied any more");
    if (open && applied.signum() < 0) raise(seen, document, OPEN_AGAIN, document.id(), "PAYMENT_TAKEN_BACK", applied.negate(), "payment " + seen.paymentId() + " was taken back, " + document.number() + " is open again", "went back");
  }

  private void raise(PaymentSeen seen, Document document, String subject, String subjectId, String code, BigDecimal amount, String reason, String what) {
    exceptions.raise(new Trouble(subject, subjectId, document.threadId(), null, null, code, reason, "finance", List.of(new Field("/amount", code, Amounts.text(amount, seen.currency()) + " " + seen.currency() + " " + what))));
    exceptions.amountAtRisk(subject, subjectId, amount, seen.currency(), seen.receivedOn());
  }

  private static String payment(PaymentSeen seen) {
    return seen.system() + ":" + seen.paymentId();
  }
}
