package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Line;
import io.throughline.canonical.QuoteLine;
import io.throughline.journey.invoicing.InvoicePosting;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.Journeys;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.system.Erp;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drafts what is due. Time: every minute that is approved and not yet allocated, up to a day, grouped by sold line, person and rate; what was
 * invoiced of a superseded version comes back in the same draft. The amount of a line is rounded once, half up.
 *
 * <p>Idempotency: a document's id is made of the minutes it bills, and these are allocated when it is drafted.
 */
@ApplicationScoped
@Transactional
public class Invoicing {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engagements engagements;
  @Inject Documents documents;
  @Inject Journeys journeys;
  @Inject Audit audit;

  private record Open(String source, String entryId, String version, String lineId, String personId, BigDecimal rate, int minutes) {}

  private record Group(String lineId, String personId, BigDecimal rate) {}

  /** Drafts for one engagement, or for all that have time open; the drafts' ids. */
  public List<String> run(LocalDate through, Optional<String> threadId, String actor) {
    var threads =
        sql.list(
            row -> row.text("thread_id"),
            "select thread_id from engagement where state in ('active', 'closed') and (cast(? as text) is null or thread_id = ?) order by thread_id for update",
            threadId.orElse(null), threadId.orElse(null));
    var drafts = threads.stream().map(thread -> draft(thread, through)).flatMap(Optional::stream).toList();
    audit.note(actor, "invoice-run", "through:" + through, Map.of("drafts", drafts));
    return drafts;
  }

  private Optional<String> draft(String threadId, LocalDate through) {
    var open =
        sql.list(
            row ->
                new Open(
                    row.text("source"), row.text("entry_id"), row.text("version"), row.text("line_id"), row.text("person_id"), row.decimal("rate"), (int) row.number("minutes")),
            "select e.source, e.entry_id, e.version, e.line_id, e.person_id, e.rate, sum(case when e.current and e.state = 'billable' then e.minutes else 0 end) - coalesce(max(a.minutes), 0) as minutes"
                + " from time_entry e left join (select source, entry_id, version, sum(minutes) as minutes from allocation where thread_id = ? group by 1, 2, 3) a using (source, entry_id, version)"
                + " where e.thread_id = ? and e.work_date <= ? and e.rate is not null"
                + " group by 1, 2, 3, 4, 5, 6 having sum(case when e.current and e.state = 'billable' then e.minutes else 0 end) - coalesce(max(a.minutes), 0) <> 0"
                + " order by 4, 5, 6, 1, 2, 3",
            threadId, threadId, through);
    if (open.isEmpty()) return Optional.empty();
    var engagement = engagements.of(threadId).orElseThrow();
    var groups = new LinkedHashMap<Group, List<Open>>();
    open.forEach(entry -> groups.computeIfAbsent(new Group(entry.lineId(), entry.personId(), entry.rate()), group -> new ArrayList<>()).add(entry));
    var lines = new ArrayList<Line>();
    for (var group : groups.entrySet()) lines.add(line(engagement, lines.size() + 1, group.getKey(), group.getValue()));
    var key = Sha256.of(threadId, "time", open.stream().map(entry -> entry.source() + "/" + entry.entryId() + "/" + entry.version() + "=" + entry.minutes()).reduce("", (a, b) -> a + ";" + b));
    var id = keep(engagement, "time", "D-" + key.substring(0, 20), lines, null, through);
    int no = 1;
    for (var group : groups.values()) {
      for (var entry : group) {
        sql.run(
            "insert into allocation (document_id, line_no, thread_id, source, entry_id, version, minutes, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
            id, no, threadId, entry.source(), entry.entryId(), entry.version(), entry.minutes(), clock.instant());
      }
      no++;
    }
    return Optional.of(id);
  }

  private Line line(Engagement engagement, int no, Group group, List<Open> entries) {
    var sold = sold(engagement, group.lineId());
    long minutes = entries.stream().mapToLong(Open::minutes).sum();
    var rate = Amounts.scaled(group.rate(), engagement.currency());
    var amount = rate.multiply(BigDecimal.valueOf(minutes)).divide(BigDecimal.valueOf(60), rate.scale(), RoundingMode.HALF_UP);
    return new Line(no, group.lineId(), sold.description(), group.personId(), minutes, rate, amount, sold.purchaseOrder(), null);
  }

  /** Drafts the bill of an accepted milestone. */
  String milestone(Engagement engagement, String billingEventId, String lineId, BigDecimal amount, String acceptanceReference, LocalDate on) {
    var sold = sold(engagement, lineId);
    var line = new Line(1, lineId, sold.description(), null, null, null, amount, sold.purchaseOrder(), billingEventId);
    return keep(engagement, "milestone", "D-" + Sha256.of(engagement.threadId(), "milestone", billingEventId).substring(0, 20), List.of(line), acceptanceReference, on);
  }

  private String keep(Engagement engagement, String origin, String id, List<Line> lines, String acceptanceReference, LocalDate on) {
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    var plan = "time".equals(origin) ? InvoicePosting.TIME : InvoicePosting.MILESTONE;
    var key = plan.name() + ":" + id;
    var terms = engagement.terms().client().paymentTermsDays();
    var due = on.plusDays(terms == null ? 30 : terms);
    var credit = net.signum() < 0;
    var document =
        new Document(id, engagement.threadId(), origin, credit ? "credit-note" : "invoice", Journeys.id(key), "draft", engagement.currency(), net, on, due, null, null, null, null, net, BigDecimal.ZERO);
    if (!documents.draft(document, lines, acceptanceReference)) return id;
    journeys.start(plan, key, engagement.threadId(), ready(engagement, document, lines, acceptanceReference, credit));
    return id;
  }

  private static InvoiceReady ready(Engagement engagement, Document document, List<Line> lines, String acceptanceReference, boolean credit) {
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
        lines.stream().map(line -> item(line, document.currency(), credit)).toList());
  }

  private static Erp.InvoiceItem item(Line line, String currency, boolean credit) {
    var amount = credit ? line.amount().negate() : line.amount();
    var minutes = line.minutes() == null ? null : credit ? -line.minutes() : line.minutes();
    return new Erp.InvoiceItem(
        line.lineId(),
        line.minutes() == null ? QuoteLine.Billing.MILESTONE.word() : QuoteLine.Billing.TIME_AND_MATERIALS.word(),
        line.description(),
        minutes,
        Amounts.text(line.rate() == null ? amount : line.rate(), currency),
        Amounts.text(amount, currency),
        line.purchaseOrder());
  }

  private static QuoteLine sold(Engagement engagement, String lineId) {
    return engagement.terms().lines().stream().filter(line -> line.lineId().equals(lineId)).findFirst().orElseThrow();
  }
}
