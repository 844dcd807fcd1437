package io.throughline.books;

import io.throughline.finance.ErpShare;
import io.throughline.finance.Journal;
import io.throughline.journey.journalposting.JournalPosting;
import io.throughline.journey.journalposting.JournalReady;
import io.throughline.process.Journeys;
import io.throughline.store.Sql;
import io.throughline.system.Erp.JournalItem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;

/**
 * Hands the journals of closed months over to the ERP, for entities whose journals are posted: {@code throughline.ledger.posted}, a JSON
 * object of the first month by entity. Others stay a shadow, which is for the proof.
 *
 * <p>Idempotency key of a posting: the journal's id.
 */
@ApplicationScoped
public class LedgerPosting {

  /** Journeys begun in one transaction. */
  private static final int MOST = 100;

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Ledger ledger;
  @Inject Journeys journeys;

  /** A closed month that is not handed over yet. */
  public record Month(String entity, String month) {}

  @Transactional
  public List<Month> due() {
    var posted = FirstMonths.of("throughline.ledger.posted");
    if (posted.entities().isEmpty()) return List.of();
    return sql.list(
            row -> new Month(row.text("entity"), row.text("month")),
            "select entity, month from sealed_month c where stream = 'ledger' and entity = any (?)"
                + " and not exists (select 1 from ledger_handover h where h.entity = c.entity and h.month = c.month and h.done_at is not null) order by month, entity",
            (Object) posted.entities().toArray(String[]::new))
        .stream().filter(closed -> posted.cover(closed.entity(), YearMonth.parse(closed.month()))).toList();
  }

  /** Begins the postings of the next journals of the month. */
  @Transactional
  public void handOver(Month closed) {
    var month = YearMonth.parse(closed.month());
    if (!ledger.staysClosed(closed.entity(), month)) return;
    sql.run("insert into ledger_handover (entity, month, last_journal) values (?, ?, '') on conflict do nothing", closed.entity(), closed.month());
    var last = sql.one(row -> row.text("last_journal"), "select last_journal from ledger_handover where entity = ? and month = ? for update", closed.entity(), closed.month()).orElseThrow();
    var journals = ledger.behind(closed.entity(), month, last, MOST);
    journals.forEach(this::begin);
    sql.run(
        "update ledger_handover set last_journal = ?, done_at = ? where entity = ? and month = ?",
        journals.isEmpty() ? last : journals.get(journals.size() - 1).journalId(), journals.size() < MOST ? clock.instant() : null, closed.entity(), closed.month());
  }

  /** A month was opened again: all its journals are handed over with the next close; those that the ERP has are known by their ids. */
  void again(String entity, YearMonth month) {
    sql.run("delete from ledger_handover where entity = ? and month = ?", entity, month.toString());
  }

  private void begin(Journal journal) {
    var sides = ErpShare.of(journal);
    if (sides.isEmpty()) return;
    var currency = sides.get(0).amount().currency().getCurrencyCode();
    var ready = new JournalReady(journal.journalId(), journal.rule(), journal.sourceId(), journal.entity(), currency, journal.postedOn(), sides.stream().map(side -> item(side, currency)).toList());
    journeys.start(JournalPosting.PLAN, JournalPosting.PLAN.name() + ":" + journal.journalId(), journal.threadId(), ready);
  }

  private static JournalItem item(ErpShare.Side side, String currency) {
    var amount = Amounts.text(Amounts.decimal(side.amount()).abs(), currency);
    return side.amount().isPositive() ? new JournalItem(side.account(), amount, null, side.reference()) : new JournalItem(side.account(), null, amount, side.reference());
  }
}
