package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.InvoiceStatuses.InvoiceStatus;
import io.throughline.connector.Connectors;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the ERP says is open of an invoice, against what is open here. Finance is told where no payment and no credit explains the difference, once all that could was read.
 *
 * <p>The ERP may be behind: what was open here when it was told, and all between that and now, agrees. It may not know yet, or ever, what is set off or applied here: by so much more may be open there.
 */
@ApplicationScoped
public class ToldReceivables {

  private static final String CODE = "RECEIVABLE_DIFFERS";
  private static final String SUBJECT = "invoice-balance";

  /** What may tell of money or of credit. */
  private static final Set<String> KINDS = Set.of("invoice-status", "payment", "credit-use");

  /** Of an invoice {@code d}: what the ERP may not know of. */
  private static final String SETTLED_HERE =
      "(select coalesce(sum(s.amount), 0) from set_off s where s.invoice_id = d.id) + (select coalesce(sum(c.amount), 0) from cash_decision c where c.document_id = d.id)";

  private static final String DIFFERING =
      " from (select d.*, greatest(net + tax - paid - credited, 0) as open, " + SETTLED_HERE + " as settled_here from document d"
          + " where booked_at is not null and type = 'invoice' and told_open <> greatest(net + tax - paid - credited, 0)) d"
          + " where (told_open < least(open, open_when_told) or told_open > greatest(open + settled_here, most_when_told))";

  /** Why an item {@code i} is over. */
  private static final String OVER = "case when exists (select 1 from document d where d.id = i.subject_id and d.told_open is not null) then 'both agree' else 'the ERP says no more what is open of it' end";

  /** The hub says so once, beside the word of who closed an item {@code i}. */
  private static final String AGREED_SINCE = " from exception_comment c where c.exception_id = i.id and c.actor = 'hub'";

  /** All feeds were read since, to their end, all that they brought could be read, and every payment and credit note of the invoice is booked. */
  private static final String AT_REST =
      " and told_at <= ? and not exists (select 1 from poller p where p.system = d.erp_system and p.system || ' ' || p.feed = any (?) and (p.failures > 0 or p.polled_at is null or p.due_at <= p.polled_at or p.polled_at < told_at + cast(? as interval)))"
          + " and not exists (select 1 from evidence v where v.source = d.erp_system and v.state <> 'read')"
          + " and not exists (select 1 from exception_item u join evidence v on v.id = u.evidence_id where u.state = 'open' and u.code in ('INVARIANT', 'UNREADABLE', 'FACT_UNREADABLE') and v.source = d.erp_system)"
          + " and not exists (select 1 from remittance r where r.system = d.erp_system and r.invoice_id = d.erp_id and not exists (select 1 from posting p where p.source_id = share_source(r.payment_id, d.id, r.no)))"
          + " and not exists (select 1 from document_line l join document n on n.id = l.document_id where l.credits_document = d.id and n.booked_at is null and n.state in ('released', 'posted'))";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Connectors connectors;
  @Inject ExceptionItems exceptions;

  /** Longer than the ERP takes from one entry to all that it changes. */
  @Inject
  @ConfigProperty(name = "throughline.receivables.compared-after")
  Duration after;

  private record Differing(String id, String threadId, String number, String currency, LocalDate dueOn, BigDecimal told, BigDecimal open, String said) {

    static Differing of(Row row) throws SQLException {
      return new Differing(row.text("id"), row.text("thread_id"), row.text("number"), row.text("currency"), row.date("due_on"), row.decimal("told_open"), row.decimal("open"), row.text("said"));
    }

    String reason() {
      return "the ERP says " + Amounts.text(told, currency) + " " + currency + " of invoice " + number + " is open, here it is " + Amounts.text(open, currency) + " " + currency;
    }
  }

  /** Nothing is compared of one that was voided, or of which the ERP does not say what is open. */
  void told(Document document, InvoiceStatus status) {
    var comparable = "invoice".equals(document.type()) && !"void".equals(status.status()) && document.currency().equals(status.currency());
    var there = comparable ? Amounts.said(status.remaining(), document.currency()).map(Amounts::decimal).map(BigDecimal.ZERO::max).orElse(null) : null;
    var open = document.open().max(BigDecimal.ZERO);
    sql.run("update document d set told_open = ?, told_at = ?, open_when_told = ?, most_when_told = ? + " + SETTLED_HERE + " where id = ?", there, clock.instant(), open, open, document.id());
  }

  /** Raises an item for each invoice of which something else is open, and resolves those that agree again. One that a person closed stays closed until an amount is another one, or both agreed since. */
  @Transactional
  public void compare() {
    sql.run(
        "update exception_item i set state = 'resolved', resolved_at = ?, resolved_by = 'hub', resolution = " + OVER + " where i.state = 'open' and i.code = ? and not exists (select 1" + DIFFERING + " and d.id = i.subject_id)",
        clock.instant(), CODE);
    sql.run(
        "insert into exception_comment (exception_id, at, actor, said) select i.id, ?, 'hub', " + OVER + " from exception_item i where i.state = 'resolved' and i.resolved_by <> 'hub' and i.code = '" + CODE + "'"
            + " and not exists (select 1" + AGREED_SINCE + ") and not exists (select 1" + DIFFERING + " and d.id = i.subject_id)",
        clock.instant());
    var feeds = connectors.feeds().stream().filter(feed -> KINDS.contains(feed.kind())).map(feed -> feed.system() + " " + feed.name()).toArray(String[]::new);
    sql.list(
            Differing::of,
            "select d.*, (select i.reason from exception_item i where i.thread_id = d.thread_id and i.subject = ? and i.subject_id = d.id and (i.state = 'open' or i.resolved_by <> 'hub' and not exists (select 1" + AGREED_SINCE + ")) order by i.id desc limit 1) as said" + DIFFERING + AT_REST + " order by d.id",
            SUBJECT, clock.instant().minus(after), feeds, after.toString())
        .stream()
        .filter(one -> !one.reason().equals(one.said()))
        .forEach(this::raise);
  }

  private void raise(Differing one) {
    exceptions.raise(new Trouble(SUBJECT, one.id(), one.threadId(), null, null, CODE, one.reason(), "finance", List.of(new Field("", CODE, one.reason()))));
    exceptions.amountAtRisk(SUBJECT, one.id(), one.told().subtract(one.open()).abs(), one.currency(), one.dueOn());
  }
}
