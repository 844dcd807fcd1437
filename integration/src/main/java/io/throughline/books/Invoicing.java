package io.throughline.books;

import io.throughline.books.Contracts.Live;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Line;
import io.throughline.canonical.Money;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.OpenTime;
import io.throughline.finance.Rated;
import io.throughline.finance.TimeRating;
import io.throughline.journey.JourneyPlan;
import io.throughline.journey.invoicing.InvoicePosting;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.Journeys;
import io.throughline.store.Sql;
import io.throughline.system.Erp;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import io.throughline.thread.Parking;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Drafts what is due by the rules of {@link io.throughline.finance.Invoicing}: every approved minute and expense that no document holds, up to a day,
 * periods of recurring amounts, and accepted milestones. What was invoiced of a superseded version or is included in a period by now, or for more than newer terms make it worth, comes back
 * first, as a credit note ({@link Credits}, {@link ExpenseBills}, {@link PeriodBills}).
 *
 * <p>Idempotency: a document's id is made of what it bills, and its minutes are allocated when it is drafted.
 */
@ApplicationScoped
@Transactional
class Invoicing {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject Binding binding;
  @Inject Documents documents;
  @Inject Credits credits;
  @Inject ExpenseBills expenses;
  @Inject PeriodBills periods;
  @Inject IncludedTime included;
  @Inject Concessions concessions;
  @Inject Journeys journeys;
  @Resource TransactionSynchronizationRegistry transactions;

  /** Which journey posts a document, by what it bills. */
  private static final Map<String, JourneyPlan<InvoiceReady>> PLANS = Map.of("time", InvoicePosting.TIME, "milestone", InvoicePosting.MILESTONE, "expense", InvoicePosting.EXPENSE, "recurring", InvoicePosting.RECURRING, "voided", InvoicePosting.VOIDED, "concession", InvoicePosting.TIME);

  private static final Set<BillingModel> RECURRING = EnumSet.of(BillingModel.SUBSCRIPTION, BillingModel.RETAINER);

  /** Time waits where a part of what billed it is being given up, and where its line is to be billed for less: by how much is known once the note is booked. */
  private static final String GIVEN_UP =
      " and (e.source, e.entry_id) not in (select x.source, x.entry_id from being_credited n join allocation x on x.document_id = n.document_id and x.line_no = n.credits_line join document d on d.id = n.credit_id where n.thread_id = ? and d.origin = 'concession')"
          + " and coalesce(e.line_id, '') not in (select l.line_id from being_credited n join document_line l on l.document_id = n.document_id and l.line_no = n.credits_line"
          + " join document_line c on c.credits_document = n.document_id and c.credits_line = n.credits_line join document d on d.id = c.document_id where n.thread_id = ? and d.origin = 'concession' and d.booked_at is not null and l.minutes is not null)";

  /** A draft, {@code fresh} unless it was kept before. */
  private record Drafted(Engagement engagement, Document document, List<Line> lines, String acceptanceReference, boolean fresh) {}

  private record Open(String source, TimeEntries.Entry entry, long minutes, int released) {}

  /** Engagements that may be billed, or one if it may be: live, and not parked. */
  List<String> engagements(Optional<String> threadId) {
    return sql.list(
        row -> row.text("thread_id"),
        "select thread_id from engagement e where state in ('active', 'closed') and (cast(? as text) is null or thread_id = ?)"
            + " and not exists (select 1 from exception_item i where i.subject = 'engagement' and i.subject_id = e.thread_id and i.code = ? and i.state = 'open') order by thread_id",
        threadId.orElse(null), threadId.orElse(null), Parking.CODE);
  }

  /** Drafts for one engagement, alone: what breaks in one engagement must not stop the others. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<String> draft(String threadId, LocalDate through) {
    return drafted(threadId, through).stream().map(this::begun).toList();
  }

  /** What {@link #draft} would draft now: it is drafted and rolled back, and nobody hears of it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<InvoiceRuns.Due> due(String threadId, LocalDate through) {
    var drafts = drafted(threadId, through).stream().map(draft -> draft.document().id()).toArray(String[]::new);
    var due =
        sql.list(
            row ->
                new InvoiceRuns.Due(
                    row.text("thread_id"), row.text("name"), row.text("client"), row.text("contracting_entity"), row.text("type"), row.text("origin"), row.text("currency"),
                    Amounts.text(row.decimal("net"), row.text("currency")), row.number("minutes"), row.date("worked_from")),
            "select d.*, e.name, e.client, e.contracting_entity, (select coalesce(sum(l.minutes), 0) from document_line l where l.document_id = d.id) as minutes,"
                + " (select min(t.work_date) from allocation a join time_entry t using (source, entry_id, version) where a.document_id = d.id) as worked_from"
                + " from document d join engagement e using (thread_id) where d.id = any (?) order by d.type desc, d.id",
            (Object) drafts);
    transactions.setRollbackOnly();
    return due;
  }

  private List<Drafted> drafted(String threadId, LocalDate through) {
    var engagement = engagements.alone(threadId);
    var live = contracts.of(engagement);
    var drafts = new ArrayList<Drafted>();
    credits.released(engagement, live, through).forEach(credit -> {
      drafts.add(keep(engagement, credit.document(), credit.lines(), null));
      credits.release(credit);
    });
    expenses.released(engagement, through).forEach(credit -> {
      drafts.add(keep(engagement, credit.document(), credit.lines(), null));
      expenses.release(credit);
    });
    periods.released(engagement, live, through).forEach(credit -> {
      periods.release(engagement, credit);
      drafts.add(keep(engagement, credit.document(), credit.lines(), null));
    });
    included.settle(live);
    drafts.addAll(work(engagement, live, through));
    periods.count(engagement, live);
    takenBack(engagement, through).forEach(event -> completed(engagement, event).ifPresent(draft -> {
      sql.run("update billing_event set document_id = ? where id = ?", draft.document().id(), event.eventId());
      drafts.add(draft);
    }));
    return drafts;
  }

  /** Drafts a credit note that a person proposes: what it gives back is the caller's. */
  void credit(Engagement engagement, Document note, List<Line> lines) {
    begun(keep(engagement, note, lines, null));
  }

  private List<Drafted> work(Engagement engagement, Live live, LocalDate through) {
    var open = open(engagement, through);
    var due = periods.open(engagement, live, through);
    if (open.isEmpty() && due.isEmpty() && !expenses.isOpen(engagement, through)) return List.of();
    var page = new Binding.Page(engagement.projectSystem(), Map.of(engagement.projectId(), live));
    var entries = new HashMap<String, Open>();
    var times = new ArrayList<OpenTime>();
    for (var one : open) {
      var entry = page.rules(one.entry());
      entries.put(entry.key(), one);
      if (TimeRating.beyond(live.contract(), entry) instanceof Rated.Billable rated) times.add(new OpenTime(entry.key(), entry.version(), entry.workDate(), one.minutes(), one.released(), rated));
    }
    var spent = expenses.open(engagement, live.contract(), through);
    var events = Stream.concat(spent.values().stream().map(ExpenseBills.Open::event), due.values().stream().map(PeriodBills.Due::event)).toList();
    var drafted = io.throughline.finance.Invoicing.draft(live.contract(), times, events, billedSoFar(engagement), concessions.open(engagement), Map.of(), through);
    drafted.covered().forEach(covered -> cover(entries.get(covered.entryKey()), covered.lineId(), covered.minutes()));
    expenses.hold(engagement, spent.values(), drafted.held());
    var drafts = new ArrayList<Drafted>();
    for (var draft : drafted.invoices()) {
      var id = documents.unused(draft.documentId());
      periods.bill(engagement, id, draft, due);
      drafts.add(keep(engagement, id, draft, origin(draft), entries, null));
      expenses.allocate(engagement, id, draft, spent);
    }
    return drafts;
  }

  /** Time, where any of it is billed; else recurring amounts, where any is. */
  private static String origin(InvoiceDraft draft) {
    if (draft.lines().stream().anyMatch(line -> line.event() == null)) return "time";
    return draft.lines().stream().anyMatch(line -> RECURRING.contains(line.billing())) ? "recurring" : "expense";
  }

  /** Accepted milestones whose bill was taken back, or credited, and that are completed by what was told last. */
  private List<BillingEvent> takenBack(Engagement engagement, LocalDate through) {
    return sql.list(
        row ->
            new BillingEvent(
                row.text("id"), engagement.threadId(), row.text("line_id"), BillingModel.MILESTONE, row.date("completed_on"), Amounts.money(row.decimal("amount"), engagement.currency()),
                row.text("source_id"), row.text("acceptance_reference"), row.text("description")),
        "select e.*, l.description from billing_event e join lateral (select l.description from document_line l where l.billing_event_id = e.id limit 1) l on true"
            + " where e.thread_id = ? and e.document_id is null and e.period_from is null and e.completed_on <= ? and not exists (select 1 from being_credited c where c.billing_event_id = e.id)"
            + " and (select f.body ->> 'state' from fact f where f.kind = 'milestone' and f.source = e.source and f.fact_key = e.source_id order by f.version desc limit 1) = 'completed' order by e.completed_on, e.id",
        engagement.threadId(), through);
  }

  /** Drafts the bill of an accepted milestone; empty if it would go beyond what was agreed. */
  Optional<String> milestone(Engagement engagement, BillingEvent event) {
    return completed(engagement, event).map(this::begun);
  }

  /** What was given up of it stays so. */
  private Optional<Drafted> completed(Engagement engagement, BillingEvent whole) {
    var live = contracts.of(engagement);
    var event = whole.only(whole.amount().minus(concessions.of(engagement, whole.eventId())));
    var drafted = io.throughline.finance.Invoicing.draft(live.contract(), List.of(), List.of(event), billedSoFar(engagement), event.dueOn());
    return drafted.invoices().stream().findFirst().map(draft -> keep(engagement, documents.unused(draft.documentId()), draft, "milestone", Map.of(), event.evidence()));
  }

  private List<Open> open(Engagement engagement, LocalDate through) {
    return sql.list(
        row ->
            new Open(
                row.text("source"),
                new TimeEntries.Entry(
                    row.text("entry_id"), row.text("version"), row.text("project_id"), row.text("task_id"), row.text("person_id"), null, row.date("work_date"), row.number("minutes"), true, "approved", null),
                row.number("open"),
                (int) row.number("released")),
        "select e.*, e.minutes - coalesce(a.minutes, 0) - c.minutes as open, coalesce(a.released, 0) as released from time_entry e"
            + " left join (select source, entry_id, version, sum(minutes) as minutes, count(*) filter (where minutes < 0) as released from allocation where thread_id = ? group by 1, 2, 3) a using (source, entry_id, version)"
            + " cross join lateral (select coalesce(sum(c.minutes), 0) as minutes from coverage c where c.source = e.source and c.entry_id = e.entry_id and c.version = e.version) c"
            + " where e.thread_id = ? and e.current and e.state = 'billable' and e.work_date <= ? and e.minutes > coalesce(a.minutes, 0) + c.minutes"
            + " and (e.source, e.entry_id) not in (select x.source, x.entry_id from being_credited n join allocation x on x.document_id = n.credit_id where n.thread_id = ? and x.thread_id = n.thread_id)"
            + GIVEN_UP,
        engagement.threadId(), engagement.threadId(), through, engagement.threadId(), engagement.threadId(), engagement.threadId());
  }

  /** What a person wants credited counts until its note is booked: it may be discarded. */
  private Map<String, Money> billedSoFar(Engagement engagement) {
    record Billed(String lineId, BigDecimal amount) {}
    var billed = new HashMap<String, Money>();
    sql.list(
            row -> new Billed(row.text("line_id"), row.decimal("amount")),
            "select l.line_id, sum(l.amount) as amount from document_line l join document d on d.id = l.document_id where d.thread_id = ? and d.state <> 'discarded' and (d.proposed_by is null or d.booked_at is not null) group by 1",
            engagement.threadId())
        .forEach(line -> billed.put(line.lineId(), Amounts.money(line.amount(), engagement.currency())));
    return billed;
  }

  private void cover(Open open, String lineId, long minutes) {
    sql.run(
        "insert into coverage (source, entry_id, version, line_id, minutes, at) values (?, ?, ?, ?, ?, ?)",
        open.source(), open.entry().entryId(), open.entry().version(), lineId, minutes, clock.instant());
  }

  private Drafted keep(Engagement engagement, String id, InvoiceDraft draft, String origin, Map<String, Open> entries, String acceptanceReference) {
    var lines = new ArrayList<Line>();
    for (var line : draft.lines()) lines.add(line(lines.size() + 1, line));
    var document = Document.draft(id, engagement.threadId(), origin, "invoice", engagement.currency(), draft.net(), draft.invoicedOn(), draft.dueOn());
    var kept = keep(engagement, document, lines, acceptanceReference);
    var held = new ArrayList<Documents.Held>();
    for (int no = 1; no <= draft.lines().size(); no++) {
      for (var allocation : draft.lines().get(no - 1).allocations()) {
        var open = entries.get(allocation.entryKey());
        held.add(new Documents.Held(id, no, open.source(), open.entry().entryId(), open.entry().version(), allocation.minutes()));
      }
    }
    documents.allocate(engagement.threadId(), held);
    return kept;
  }

  private static Line line(int no, InvoiceDraft.Line line) {
    return new Line(
        no,
        line.contractLineId(),
        line.billing() == BillingModel.RETAINER && line.event() == null ? line.description() + ": beyond the included time" : line.description(),
        line.personId(),
        line.minutes(),
        line.price() == null ? null : line.price().amount(),
        Amounts.decimal(line.amount()),
        line.purchaseOrder(),
        line.event() == null || line.billing() == BillingModel.EXPENSES ? null : line.event().eventId(),
        Amounts.decimal(line.allowance()),
        null,
        null);
  }

  private Drafted keep(Engagement engagement, Document document, List<Line> lines, String acceptanceReference) {
    return new Drafted(engagement, document, lines, acceptanceReference, documents.draft(document.followedBy(Journeys.id(key(document))), lines, acceptanceReference));
  }

  private static String key(Document document) {
    return PLANS.get(document.origin()).name() + ":" + document.id();
  }

  /** The journey that posts it begins, unless it was there already. */
  private String begun(Drafted draft) {
    var document = draft.document();
    if (draft.fresh()) journeys.start(PLANS.get(document.origin()), key(document), document.threadId(), ready(draft.engagement(), document, draft.lines(), draft.acceptanceReference()));
    return document.id();
  }

  private InvoiceReady ready(Engagement engagement, Document document, List<Line> lines, String acceptanceReference) {
    var credit = "credit-note".equals(document.type());
    var terms = contracts.of(engagement).contract();
    return new InvoiceReady(
        document.id(),
        credit ? InvoiceReady.Type.CREDIT_NOTE : InvoiceReady.Type.INVOICE,
        engagement.dealId(),
        engagement.projectId(),
        engagement.customerId(),
        engagement.contractId(),
        engagement.erpProjectId(),
        engagement.contractingEntity(),
        document.currency(),
        Amounts.text(document.net(), document.currency()),
        document.invoicedOn(),
        document.dueOn(),
        acceptanceReference,
        lines.stream().flatMap(line -> items(line, billing(document, terms, line), document.currency(), credit).stream()).toList());
  }

  private static String billing(Document document, ContractVersion terms, Line line) {
    if (line.minutes() != null || line.billingEventId() == null && "concession".equals(document.origin())) return BillingModel.TIME_AND_MATERIALS.word();
    if (line.billingEventId() == null) return BillingModel.EXPENSES.word();
    return terms.line(line.lineId()).filter(sold -> sold.periods() != null).map(sold -> BillingModel.SUBSCRIPTION).orElse(BillingModel.MILESTONE).word();
  }

  /** A line as the ERP posts it; an allowance is an item of its own, so that quantity times price is every item's amount. */
  private static List<Erp.InvoiceItem> items(Line line, String billing, String currency, boolean credit) {
    var sign = credit ? BigDecimal.ONE.negate() : BigDecimal.ONE;
    var gross = line.amount().add(line.allowance()).multiply(sign);
    var minutes = line.minutes() == null ? null : credit ? -line.minutes() : line.minutes();
    var price = line.rate() == null ? Amounts.text(gross, currency) : line.rate().toPlainString();
    var item = new Erp.InvoiceItem(line.lineId(), billing, line.description(), minutes, price, Amounts.text(gross, currency), line.purchaseOrder());
    if (line.allowance().signum() == 0) return List.of(item);
    var allowance = Amounts.text(line.allowance().negate().multiply(sign), currency);
    return List.of(item, new Erp.InvoiceItem(line.lineId(), "allowance", line.description() + ": beyond the agreed cap", null, allowance, allowance, line.purchaseOrder()));
  }
}
