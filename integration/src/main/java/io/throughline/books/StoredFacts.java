package io.throughline.books;

import io.throughline.canonical.Rollover;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.finance.Journals;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the books of a legal entity rest on, through a month, as a what-if bundle: terms, time in all versions that were billed, milestones, expenses,
 * and the bills, credit notes and payments that the hub made of them. Prices and amounts are not in it: they follow from the rules. The tax
 * is: the ERP decided it.
 *
 * <p>A fact counts from the day the books took it in: a document or payment from its posting day, a corrected entry from the day of the
 * document that settled the correction; of time that a period includes, from the day of the first document that was made with it.
 */
@ApplicationScoped
class StoredFacts {

  @Inject Sql sql;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject BillingAccounts accounts;

  /** The day a document or a share of a payment was posted on. */
  private static final String POSTED = "posted as (select source_id, min(posted_on) as day from posting where thread_id = ? and posted_on <= ? group by 1)";

  /** The versions of entries as the bundle counts them: 1 is the first. */
  private static final String VERSIONS = "versions as (select *, row_number() over entry as no, lead(received_at) over entry as replaced_at from time_entry where thread_id = ? and work_date <= ? window entry as (partition by source, entry_id order by version))";

  /** When documents were posted, those of one day in which order they were made, and from which day a credit note counts against money. */
  private static final String MADE =
      "made as (select d.id, p.day, case when count(*) over one_day > 1 then row_number() over (one_day order by d.created_at, d.id) end as sequence, (select max(made_on) from credit_made c where c.id = d.id) as made_on from document d join posted p on p.source_id = d.id where d.thread_id = ? window one_day as (partition by p.day))";

  /** An expense {@code e} in one version, as the bundle names it. */
  private static final String EXPENSE = "e.source || ':' || e.expense_id || '@' || e.version";

  /** What payments pay of a thread's documents, and what was taken back of which; named as they were posted. */
  private static final String SHARES =
      "shares as (select share_source(r.payment_id, d.id, r.no) as id, share_source(r.payment_id, d.id, r.of_no) as of_id,"
          + " d.id as document_id, d.currency, r.amount, r.no from document d join remittance r on r.system = d.erp_system and r.invoice_id = d.erp_id where d.thread_id = ?)";

  /** The shares of payments that lie with who paid, or did. */
  private static final String LYING =
      "with shares as (select share_source(r.payment_id, r.invoice_id, r.no) as id, share_source(r.payment_id, r.invoice_id, r.of_no) as of_id, r.owner, r.amount, r.no, p.currency from remittance r join payment p using (system, payment_id) where r.entity = ? and r.taken)"
          + " select s.*, p.day from shares s join (select source_id, min(posted_on) as day from posting where entity = ? and thread_id = '" + Journals.NO_THREAD + "' group by 1) p on p.source_id = s.id where p.day <= ? ";

  MonthFacts of(String entity, YearMonth month) {
    var through = month.atEndOfMonth();
    var begun =
        sql.list(
            row -> row.text("thread_id"),
            "select thread_id from engagement where contracting_entity = ? and state in ('active', 'closed') and cast(terms ->> 'startOn' as date) <= ?"
                + " union select thread_id from posting where entity = ? and posted_on <= ? and thread_id <> ? order by 1",
            entity, through, entity, through, Journals.NO_THREAD);
    return new MonthFacts(firm(entity, through), begun, thread -> engagement(thread, through));
  }

  private Map<String, Object> firm(String entity, LocalDate through) {
    var facts = new TreeMap<String, Object>(Map.of("asOf", Map.of("effectiveOn", through.toString())));
    put(facts, "accounts", accounts.accounts(entity));
    put(facts, "payments", lying(entity, through));
    put(facts, "paymentReturns", applied(entity, through));
    return facts;
  }

  private Map<String, Object> engagement(String thread, LocalDate through) {
    var live = contracts.of(engagements.of(thread).orElseThrow());
    var facts = new TreeMap<String, Object>();
    put(facts, "contracts", contract(live, through));
    put(facts, "changeOrders", changes(live, through));
    put(facts, "timeEntries", time(thread, through));
    put(facts, "writeOffs", writeOffs(thread, through));
    put(facts, "milestones", milestones(thread, through));
    put(facts, "expenses", expenses(thread, through));
    put(facts, "costs", takenBack(thread, through));
    put(facts, "bills", bills(thread, through));
    put(facts, "credits", credits(thread, through));
    put(facts, "payments", payments(live, through));
    put(facts, "paymentReturns", paymentReturns(thread, through));
    return facts;
  }

  private static void put(Map<String, Object> facts, String kind, List<?> rows) {
    if (!rows.isEmpty()) facts.put(kind, rows);
  }

  /** As sold, and a version from each day on which a change order made it end later. */
  private List<Object> contract(Contracts.Live live, LocalDate through) {
    var versions = new ArrayList<Object>(List.of(contract(live, 1, live.contract().term().from(), live.soldThrough())));
    var end = live.soldThrough();
    for (var change : live.changes()) {
      var later = change.version().terms().endOn();
      if (later == null || !later.isAfter(end)) continue;
      end = later;
      var on = known(live, change.version());
      if (!on.isAfter(through)) versions.add(contract(live, change.version().version(), on, end));
    }
    return versions;
  }

  private static Map<String, Object> contract(Contracts.Live live, int version, LocalDate approvedOn, LocalDate endsOn) {
    var terms = live.contract();
    var fact = new TreeMap<String, Object>();
    fact.put("version", version);
    fact.put("approvedOn", approvedOn.toString());
    fact.put("contractId", terms.contractId());
    fact.put("entity", terms.entity());
    fact.put("billingAccount", terms.billingAccount());
    fact.put("currency", terms.currency().getCurrencyCode());
    fact.put("startsOn", terms.term().from().toString());
    fact.put("endsOn", endsOn.toString());
    fact.put("paymentTermsDays", terms.paymentTermsDays());
    fact.put("invoicePer", word(terms.invoicePer()));
    fact.put("revenue", "as-billed");
    fact.put("lines", live.sold().stream().map(StoredFacts::line).toList());
    return fact;
  }

  /** A change order counts from the day it came in force, or from the day of an earlier dated document that was made by it; not before the last that was made without it. */
  private LocalDate known(Contracts.Live live, ContractVersions.Version version) {
    var came = version.inForceAt().atZone(java.time.ZoneId.of(live.engagement().zone())).toLocalDate();
    return sql.one(
            row -> row.date("day"),
            "select greatest(least(cast(? as date), min(p.posted_on) filter (where d.created_at >= ?)), max(p.posted_on) filter (where d.created_at < ?) + 1) as day from document d join posting p on p.source_id = d.id where d.thread_id = ?",
            came, version.inForceAt(), version.inForceAt(), version.threadId())
        .orElseThrow();
  }

  private List<Object> changes(Contracts.Live live, LocalDate through) {
    var changes = new ArrayList<Object>();
    for (var change : live.changes()) {
      var version = change.version();
      var on = known(live, version);
      if (on.isAfter(through)) continue;
      var fact = new TreeMap<String, Object>();
      fact.put("changeOrderId", version.changeDeal());
      fact.put("contractId", version.threadId());
      fact.put("effectiveFrom", version.terms().startOn().toString());
      fact.put("approvals", List.of("crm", "delivery", "erp").stream().map(system -> Map.of("in", system, "on", on.toString())).toList());
      if (version.terms().treatment() != null) fact.put("treatment", word(version.terms().treatment()));
      fact.put("lines", change.lines().stream().map(StoredFacts::line).toList());
      changes.add(fact);
    }
    return changes;
  }

  private static Map<String, Object> line(ContractLine line) {
    var fact = new TreeMap<String, Object>();
    fact.put("lineId", line.lineId());
    fact.put("billing", line.billing().word());
    var scope = new TreeMap<String, Object>(Map.of("projects", line.scope().projectIds().stream().sorted().toList(), "tasks", line.scope().taskIds().stream().sorted().toList()));
    if (line.scope().through() != null) scope.put("through", line.scope().through().toString());
    fact.put("scope", scope);
    if (line.description() != null) fact.put("description", line.description());
    if (line.workstream() != null) fact.put("workstream", line.workstream());
    if (line.purchaseOrder() != null) fact.put("purchaseOrder", line.purchaseOrder());
    if (line.cap() != null) fact.put("cap", line.cap().text());
    if (line.markupPercent() != null) fact.put("markupPercent", line.markupPercent().toPlainString());
    if (line.amount() != null) fact.put("amount", line.amount().text());
    if (line.milestoneId() != null) fact.put("milestoneId", line.milestoneId());
    if (line.periods() != null) {
      fact.put("every", word(line.periods().every()));
      fact.put("calendarPeriods", line.periods().calendar());
      fact.put("inAdvance", line.periods().inAdvance());
      if (line.scope().through() != null) fact.put("through", line.scope().through().toString());
      if (line.periods().includesMinutes()) fact.put("includedMinutes", line.periods().includedMinutes());
      if (line.periods().rollover() != null) fact.put("rollover", rollover(line.periods().rollover()));
    }
    if (!line.rates().isEmpty()) {
      fact.put("rates", line.rates().stream().map(rate -> Map.of("rateId", rate.rateId(), "effectiveFrom", rate.effectiveFrom().toString(), "price", rate.price().amount().toPlainString())).toList());
    }
    return fact;
  }

  private static Map<String, Object> rollover(Rollover rollover) {
    var fact = new TreeMap<String, Object>();
    if (rollover.periods() != null) fact.put("periods", rollover.periods());
    if (rollover.order() != null) fact.put("order", word(rollover.order()));
    return fact;
  }

  /**
   * A version of an entry.
   *
   * @param billedOn when a document held it first, {@code releasedOn} when one gave it back for the last time; null when none did
   * @param included whether a period included any of the entry: each document that is made while a version counts is made of that version then
   * @param madeOn the first document while it counted, {@code sinceOn} since it came; null when there is none
   */
  private record Version(
      String source, String entryId, long no, boolean current, String projectId, String taskId, String personId, LocalDate workDate, long minutes, String state, LocalDate billedOn, LocalDate releasedOn, boolean included, LocalDate madeOn, LocalDate sinceOn) {

    private boolean counted() {
      return billedOn != null || included && madeOn != null;
    }

    private LocalDate after(Version before) {
      if (before == null) return workDate;
      return included ? sinceOn : earlier(before.releasedOn, billedOn);
    }
  }

  /** A version that no document was ever made of and that is not the newest says nothing; one that corrects what is billed counts once a document settled it. */
  private List<Object> time(String thread, LocalDate through) {
    var facts = new ArrayList<Object>();
    Version before = null;
    for (var each :
        sql.list(
            row ->
                new Version(
                    row.text("source"), row.text("entry_id"), row.number("no"), row.is("current"), row.text("project_id"), row.text("task_id"), row.text("person_id"), row.date("work_date"), row.number("minutes"),
                    row.text("state"), row.date("billed_on"), row.date("released_on"), row.is("included"), row.date("made_on"), row.date("since_on")),
            "with " + POSTED + ", " + VERSIONS + ", made as (select d.created_at, p.day from document d join posted p on p.source_id = d.id where d.thread_id = ?), held as (select a.source, a.entry_id, a.version, min(p.day) filter (where a.minutes > 0) as billed_on, min(p.day) filter (where a.minutes < 0 and a.id > a.last_billed) as released_on"
                + " from (select *, max(id) filter (where minutes > 0 and document_id in (select source_id from posted)) over (partition by source, entry_id, version) as last_billed from allocation where thread_id = ?) a join posted p on p.source_id = a.document_id group by 1, 2, 3)"
                + " select t.*, h.billed_on, h.released_on, exists (select 1 from coverage c where c.source = t.source and c.entry_id = t.entry_id and c.thread_id is not null) as included, m.made_on, m.since_on"
                + " from versions t left join held h using (source, entry_id, version)"
                + " cross join lateral (select min(day) as since_on, min(day) filter (where t.replaced_at is null or created_at < t.replaced_at) as made_on from made where created_at >= t.received_at) m"
                + " where not (t.state = 'covered' and t.line_id is null)" // settled before it was taken over
                + " order by t.source, t.entry_id, t.no",
            thread, through, thread, through, thread, thread)) {
      if (before != null && !(before.source().equals(each.source()) && before.entryId().equals(each.entryId()))) before = null;
      var known = each.after(before);
      if (known != null && (each.current() || each.counted())) facts.add(entry(each, known.isBefore(each.workDate()) ? each.workDate() : known));
      if (each.counted()) before = each;
    }
    return facts;
  }

  /** From the day it was approved; the work may be dated later. What a person bills after all was not given up, and what no line takes had earned nothing. */
  private List<Object> writeOffs(String thread, LocalDate through) {
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          fact.put("writeOffId", "write-off-" + row.number("id") + "/" + row.text("entry"));
          fact.put("on", row.date("day").toString());
          fact.put("entry", row.text("entry"));
          fact.put("approver", row.text("decided_by"));
          return fact;
        },
        "select * from (select w.id, w.decided_by, e.source || ':' || e.entry_id as entry, greatest(cast(w.decided_at at time zone 'UTC' as date), t.work_date) as day"
            + " from write_off w join write_off_entry e on e.write_off_id = w.id join time_entry t using (source, entry_id, version) where w.thread_id = ? and w.state = 'approved' and e.written and e.amount is not null"
            + " and exists (select 1 from time_entry n where n.source = e.source and n.entry_id = e.entry_id and n.thread_id = w.thread_id and n.current and n.state <> 'billable')) given where day <= ? order by id, entry",
        thread, through);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    if (one == null || other == null) return one == null ? other : one;
    return one.isBefore(other) ? one : other;
  }

  private static Map<String, Object> entry(Version version, LocalDate known) {
    var fact = new TreeMap<String, Object>();
    fact.put("source", version.source());
    fact.put("entryId", version.entryId());
    fact.put("version", Long.toString(version.no()));
    fact.put("projectId", version.projectId());
    if (version.taskId() != null) fact.put("taskId", version.taskId());
    fact.put("personId", version.personId() == null ? "unknown" : version.personId());
    fact.put("workDate", version.workDate().toString());
    fact.put("minutes", version.minutes());
    fact.put("billable", !"non-billable".equals(version.state()));
    fact.put("approval", "reopened".equals(version.state()) ? "reopened" : "approved");
    fact.put("approvedOn", known.toString());
    return fact;
  }

  private List<Object> milestones(String thread, LocalDate through) {
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          fact.put("milestoneId", row.text("source_id"));
          fact.put("completedOn", row.date("completed_on").toString());
          fact.put("acceptanceReference", row.text("acceptance_reference"));
          return fact;
        },
        "select source_id, completed_on, acceptance_reference from billing_event where thread_id = ? and period_from is null and completed_on <= ? order by source, source_id",
        thread, through);
  }

  /** Each version that was ever a cost of the contract, from the day that was posted. */
  private List<Object> expenses(String thread, LocalDate through) {
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          fact.put("expenseId", row.text("id"));
          fact.put("projectId", row.text("project_id"));
          fact.put("lineId", row.text("line_id"));
          fact.put("incurredOn", row.date("day").toString());
          fact.put("amount", Amounts.text(row.decimal("amount"), row.text("currency")));
          var rate = Expenses.rate(row);
          if (rate != null) {
            fact.put("currency", row.text("currency"));
            fact.put("exchange", exchange(rate));
          }
          fact.put("billable", "billable".equals(row.text("state")));
          return fact;
        },
        "with " + POSTED + " select " + EXPENSE + " as id, e.*, p.day from expense e join posted p on p.source_id = 'expense-' || " + EXPENSE + " where e.thread_id = ? order by 1",
        thread, through, thread);
  }

  /** The rate it was exchanged by: what was told since does not count. */
  private static Map<String, Object> exchange(Rate rate) {
    return Map.of("from", rate.from().getCurrencyCode(), "to", rate.to().getCurrencyCode(), "on", rate.on().toString(), "rate", rate.value().toPlainString(), "source", rate.source());
  }

  /** What was spent by versions that stepped back: a cost less than nothing. */
  private List<Object> takenBack(String thread, LocalDate through) {
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          fact.put("costId", row.text("id"));
          fact.put("contractId", thread);
          fact.put("on", row.date("day").toString());
          fact.put("amount", Amounts.text(row.decimal("cost").negate(), row.text("cost_currency")));
          return fact;
        },
        "with " + POSTED + " select " + EXPENSE + " as id, e.*, coalesce(e.exchanged, e.amount) as cost, coalesce(e.exchanged_to, e.currency) as cost_currency, p.day from expense e join posted p on p.source_id = '" + SpentCosts.BACK + "' || " + EXPENSE + " where e.thread_id = ? order by 1",
        thread, through, thread);
  }

  private record Part(String document, LocalDate day, Long sequence, LocalDate madeOn, String tax, String corrects, String entry, String version, long minutes, String milestone, String expense, String line, LocalDate period, String conceded, String concededOf) {

    /** An amount of a line, which one of its entries names where it is time. */
    Map<String, Object> concession() {
      return concededOf == null ? Map.of("line", line, "amount", conceded) : Map.of("line", line, "entry", concededOf, "amount", conceded);
    }

    /** A period as bills and credits name it. */
    Map<String, Object> periodAs(String name) {
      return Map.of("line", line, name, period.toString());
    }
  }

  private List<Object> bills(String thread, LocalDate through) {
    var bills = new ArrayList<Object>();
    parts(thread, through, "invoice").forEach((id, parts) -> {
      var fact = new TreeMap<String, Object>();
      fact.put("billId", id);
      fact.put("contractId", thread);
      fact.put("on", parts.get(0).day().toString());
      if (parts.get(0).sequence() != null) fact.put("sequence", parts.get(0).sequence());
      if (parts.get(0).tax() != null) fact.put("tax", parts.get(0).tax());
      var entries = entries(parts, true);
      var milestones = parts.stream().map(Part::milestone).filter(each -> each != null).toList();
      var expenses = parts.stream().map(Part::expense).filter(each -> each != null).toList();
      if (!entries.isEmpty()) fact.put("entries", entries);
      if (!expenses.isEmpty()) fact.put("expenses", expenses);
      if (!milestones.isEmpty()) fact.put("milestones", milestones);
      var periods = parts.stream().filter(part -> part.period() != null).map(part -> part.periodAs("from")).toList();
      if (!periods.isEmpty()) fact.put("periods", periods);
      bills.add(fact);
    });
    return bills;
  }

  private List<Object> credits(String thread, LocalDate through) {
    var credits = new ArrayList<Object>();
    parts(thread, through, "credit-note").forEach((id, parts) -> {
      var fact = new TreeMap<String, Object>();
      fact.put("creditId", id);
      fact.put("reference", id);
      fact.put("invoice", parts.get(0).corrects());
      fact.put("on", parts.get(0).day().toString());
      if (parts.get(0).sequence() != null) fact.put("sequence", parts.get(0).sequence());
      if (parts.get(0).madeOn().isAfter(parts.get(0).day())) fact.put("madeOn", parts.get(0).madeOn().toString());
      if (parts.get(0).tax() != null) fact.put("tax", parts.get(0).tax());
      var lines = new ArrayList<>(entries(parts, false));
      parts.stream().map(Part::expense).filter(each -> each != null).forEach(each -> lines.add(Map.of("expense", each)));
      parts.stream().filter(part -> part.period() != null).forEach(part -> lines.add(part.periodAs("period")));
      parts.stream().filter(part -> part.milestone() != null && part.conceded() == null).forEach(part -> lines.add(Map.of("line", part.line())));
      parts.stream().filter(part -> part.conceded() != null).forEach(part -> lines.add(part.concession()));
      if (parts.get(0).conceded() != null) fact.put("kind", "concession");
      fact.put("lines", lines);
      credits.add(fact);
    });
    return credits;
  }

  /** A bill says of which version it was made: another may be of the same day. */
  private static List<Object> entries(List<Part> parts, boolean versions) {
    return parts.stream().filter(part -> part.entry() != null).<Object>map(part -> {
      var fact = new TreeMap<String, Object>();
      fact.put("entry", part.entry());
      fact.put("minutes", Math.abs(part.minutes()));
      if (versions && part.version() != null) fact.put("version", part.version());
      return fact;
    }).toList();
  }

  private Map<String, List<Part>> parts(String thread, LocalDate through, String type) {
    var parts = new TreeMap<String, List<Part>>();
    sql.list(
            StoredFacts::part,
            "with " + POSTED + ", " + VERSIONS + ", " + MADE + " select d.id, p.day, p.sequence, p.made_on, abs(d.tax) as tax, d.currency, max(l.credits_document) as corrects, a.source || ':' || a.entry_id as entry, v.no, sum(a.minutes) as minutes, case when b.period_from is null then b.source_id end as milestone, x.source || ':' || x.expense_id || '@' || x.version as expense, coalesce(b.line_id, case when d.origin = 'concession' then l.line_id end) as line, b.period_from as period,"
                + " case when d.origin = 'concession' then -min(l.amount) end as conceded, case when d.origin = 'concession' and b.id is null then (select min(x.source || ':' || x.entry_id) from allocation x where x.document_id = max(l.credits_document) and x.line_no = max(l.credits_line)) end as conceded_of"
                + " from document d join made p using (id) join document_line l on l.document_id = d.id left join allocation a using (document_id, line_no) left join versions v on v.source = a.source and v.entry_id = a.entry_id and v.version = a.version left join billing_event b on b.id = l.billing_event_id left join expense_allocation x on x.document_id = l.document_id and x.line_no = l.line_no"
                + " where d.thread_id = ? and d.type = ? group by d.id, p.day, p.sequence, p.made_on, entry, v.no, b.id, milestone, expense, line, period order by d.id, entry, v.no, milestone, expense, line, period",
            thread, through, thread, through, thread, thread, type)
        .forEach(part -> parts.computeIfAbsent(part.document(), id -> new ArrayList<>()).add(part));
    return parts;
  }

  private static Part part(Row row) throws SQLException {
    var tax = row.decimal("tax");
    var conceded = row.decimal("conceded");
    return new Part(row.text("id"), row.date("day"), row.numberOrNull("sequence"), row.date("made_on"), tax == null || tax.signum() == 0 ? null : Amounts.text(tax, row.text("currency")), row.text("corrects"), row.text("entry"), row.text("no"), row.number("minutes"), row.text("milestone"), row.text("expense"), row.text("line"), row.date("period"), conceded == null ? null : Amounts.text(conceded, row.text("currency")), row.text("conceded_of"));
  }

  private List<Object> payments(Contracts.Live live, LocalDate through) {
    var thread = live.engagement().threadId();
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          var amount = Amounts.text(row.decimal("amount"), row.text("currency"));
          fact.put("paymentId", row.text("id"));
          fact.put("on", row.date("day").toString());
          fact.put("billingAccount", live.contract().billingAccount());
          fact.put("amount", amount);
          fact.put("currency", row.text("currency"));
          fact.put("allocations", List.of(Map.of("invoice", row.text("document_id"), "amount", amount)));
          return fact;
        },
        "with " + POSTED + ", " + SHARES + " select s.*, p.day from shares s join posted p on p.source_id = s.id where s.of_id is null order by s.id",
        thread, through, thread);
  }

  /** What nobody applied of payments. */
  private List<Object> lying(String entity, LocalDate through) {
    return sql.list(
        row -> {
          var fact = new TreeMap<String, Object>();
          var owner = row.text("owner");
          boolean payer = owner.startsWith(Journals.PAYER);
          fact.put("paymentId", row.text("id"));
          fact.put("on", row.date("day").toString());
          fact.put(payer ? "payerId" : "billingAccount", payer ? owner.substring(Journals.PAYER.length()) : owner);
          fact.put("entity", entity);
          fact.put("amount", Amounts.text(row.decimal("amount"), row.text("currency")));
          fact.put("currency", row.text("currency"));
          fact.put("allocationPolicy", "hold");
          return fact;
        },
        LYING + "and s.of_id is null order by s.id",
        entity, entity, through);
  }

  /** What was applied of it since, or went back: what it pays is a payment of its own. */
  private List<Object> applied(String entity, LocalDate through) {
    return sql.list(StoredFacts::paymentReturn, LYING + "and s.of_id is not null order by s.no, s.id", entity, entity, through);
  }

  private List<Object> paymentReturns(String thread, LocalDate through) {
    return sql.list(
        StoredFacts::paymentReturn,
        "with " + POSTED + ", " + SHARES + " select s.*, p.day from shares s join posted p on p.source_id = s.id where s.of_id is not null order by s.no, s.id",
        thread, through, thread);
  }

  private static Map<String, Object> paymentReturn(Row row) throws SQLException {
    var fact = new TreeMap<String, Object>();
    fact.put("returnId", row.text("id"));
    fact.put("paymentId", row.text("of_id"));
    fact.put("on", row.date("day").toString());
    fact.put("amount", Amounts.text(row.decimal("amount").negate(), row.text("currency")));
    return fact;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
