package io.throughline.books;

import io.throughline.books.Contracts.Live;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Line;
import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.RecurringFee.Part;
import io.throughline.finance.RecurringFee.Span;
import io.throughline.finance.RecurringFee;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Periods of recurring amounts on documents: each is billed once it is due, for what the terms make it worth. What a period is worth more by newer
 * terms is billed besides; one that is worth less comes back, line by line, and is billed anew.
 */
@ApplicationScoped
class PeriodBills {

  private static final String SOURCE = "terms";

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject Clock clock;

  /** A period of a line, by the first day of the whole period. */
  private record Place(String lineId, LocalDate from) {}

  /** What a period is worth, and how that came about. */
  private record Agreed(BillingEvent event, Span span) {}

  /** What is to be billed of a period, or given back, which {@code span} is null for. */
  record Due(String lineId, LocalDate from, BillingEvent event, Span span) {

    private BigDecimal worth() {
      return span == null ? null : Amounts.decimal(span.amount());
    }

    private String shares() {
      return span == null ? null : Json.write(span.parts().stream().map(part -> share(part, span)).toList());
    }

    private static Share share(Part part, Span span) {
      long days = part.served().days();
      long whole = span.whole().days();
      return new Share(days, whole, new ExactAmount(part.amount().times(Rational.of(whole, days)), span.amount().currency()).rounded(RoundingPolicy.HALF_UP).text());
    }
  }

  /** So many days of a whole period's, at its price. */
  private record Share(long days, long of, String price) {}

  /** What a line of a document holds of a period. */
  private record Given(Place place, LocalDate dueOn, String invoice, int line, String description, String purchaseOrder, BigDecimal amount) {}

  /** A credit note to draft, and what it gives back. */
  record Credit(Document document, List<Line> lines, List<Due> back) {}

  /** Through a day, by the event that bills it. */
  Map<String, Due> open(Engagement engagement, Live live, LocalDate through) {
    var billed = billed(engagement, live);
    var open = new LinkedHashMap<String, Due>();
    agreed(live).forEach((place, agreed) -> {
      var event = agreed.event();
      var rest = event.amount().minus(billed.getOrDefault(place, Money.zero(event.amount().currency())));
      if (!rest.isPositive() || event.dueOn().isAfter(through)) return;
      var due = due(engagement, place, event.only(rest), agreed.span());
      open.put(due.event().eventId(), due);
    });
    return open;
  }

  /** One credit note for each invoice that billed a period for more than it is worth by now; what it is worth is open then. */
  List<Credit> released(Engagement engagement, Live live, LocalDate on) {
    var agreed = agreed(live);
    var byInvoice = new LinkedHashMap<String, List<Given>>();
    billed(engagement, live).forEach((place, billed) -> {
      var worth = agreed.get(place);
      if (worth == null || billed.compareTo(worth.event().amount()) > 0) given(engagement, place).forEach(one -> byInvoice.computeIfAbsent(one.invoice(), invoice -> new ArrayList<>()).add(one));
    });
    return byInvoice.values().stream().map(given -> credit(engagement, given, on)).toList();
  }

  private Credit credit(Engagement engagement, List<Given> given, LocalDate on) {
    var lines = new ArrayList<Line>();
    var back = new ArrayList<Due>();
    for (var one : given) {
      var id = ContentId.of("evt", List.of(one.invoice(), one.line(), one.place().from()));
      var amount = Amounts.money(one.amount().negate(), engagement.currency());
      var due = due(engagement, one.place(), new BillingEvent(id, engagement.threadId(), one.place().lineId(), BillingModel.SUBSCRIPTION, one.dueOn(), amount, one.invoice(), null, one.description()), null);
      back.add(due);
      lines.add(new Line(lines.size() + 1, one.place().lineId(), one.description(), null, null, null, one.amount().negate(), one.purchaseOrder(), due.event().eventId(), BigDecimal.ZERO, one.invoice(), one.line()));
    }
    var id = "cn-" + Sha256.of(engagement.threadId(), given.toString()).substring(0, 24);
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Credit(Document.draft(documents.unused(id), engagement.threadId(), "recurring", "credit-note", engagement.currency(), Amounts.money(net, engagement.currency()), on, on), lines, back);
  }

  /** What the lines of a document that is to be drafted bill. */
  void bill(Engagement engagement, String document, InvoiceDraft draft, Map<String, Due> open) {
    draft.lines().stream().filter(line -> line.event() != null && open.containsKey(line.event().eventId())).forEach(line -> keep(engagement, document, open.get(line.event().eventId())));
  }

  void release(Engagement engagement, Credit credit) {
    credit.back().forEach(due -> keep(engagement, credit.document().id(), due));
  }

  private void keep(Engagement engagement, String document, Due due) {
    var event = due.event();
    sql.run(
        "insert into billing_event (id, thread_id, line_id, source, source_id, amount, currency, completed_on, period_from, worth, shares, document_id, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)",
        event.eventId(), engagement.threadId(), due.lineId(), SOURCE, event.eventId(), Amounts.decimal(event.amount()), engagement.currency(), event.dueOn(), due.from(), due.worth(), due.shares(), document, clock.instant());
  }

  /** The event's id is the rules' own where nothing of the period was billed before. */
  private Due due(Engagement engagement, Place place, BillingEvent event, Span span) {
    var before = sql.one(row -> row.number("many"), "select count(*) as many from billing_event where thread_id = ? and line_id = ? and period_from = ?", engagement.threadId(), place.lineId(), place.from()).orElseThrow();
    var id = before == 0 ? event.eventId() : ContentId.of("evt", List.of(event.eventId(), before));
    return new Due(place.lineId(), place.from(), new BillingEvent(id, event.contractId(), event.lineId(), event.kind(), event.dueOn(), event.amount(), event.source(), event.evidence(), event.description()), span);
  }

  /** What each period of the whole contract is worth, as the terms have it. */
  private static Map<Place, Agreed> agreed(Live live) {
    var agreed = new LinkedHashMap<Place, Agreed>();
    var contract = live.contract();
    for (var line : contract.lines()) {
      if (!live.recurring().containsKey(line.lineId())) continue; // bills no periods, or not yet
      for (var span : RecurringFee.spans(line.periods(), live.recurring().get(line.lineId()), contract.term(), contract.term().through(), contract.rounding())) {
        agreed.put(new Place(line.lineId(), span.whole().from()), new Agreed(RecurringFee.event(contract, line, span), span));
      }
    }
    return agreed;
  }

  /** Nothing where no line bills periods, nor did. */
  private Map<Place, Money> billed(Engagement engagement, Live live) {
    if (live.recurring().isEmpty()) return Map.of();
    record Billed(Place place, BigDecimal amount) {}
    var billed = new LinkedHashMap<Place, Money>();
    sql.list(
            row -> new Billed(new Place(row.text("line_id"), row.date("period_from")), row.decimal("amount")),
            "select line_id, period_from, sum(amount) as amount from billing_event where thread_id = ? and period_from is not null and document_id is not null group by 1, 2 order by 1, 2",
            engagement.threadId())
        .forEach(each -> billed.put(each.place(), Amounts.money(each.amount(), engagement.currency())));
    return billed;
  }

  /** The lines that bill a period and were not given back. */
  private List<Given> given(Engagement engagement, Place place) {
    return sql.list(
        row -> new Given(place, row.date("completed_on"), row.text("document_id"), (int) row.number("line_no"), row.text("description"), row.text("purchase_order"), row.decimal("amount")),
        "select e.completed_on, l.document_id, l.line_no, l.description, l.purchase_order, l.amount from billing_event e join document_line l on l.billing_event_id = e.id and l.document_id = e.document_id"
            + " where e.thread_id = ? and e.line_id = ? and e.period_from = ? and e.amount > 0"
            + " and not exists (select 1 from document_line c join document d on d.id = c.document_id where c.credits_document = l.document_id and c.credits_line = l.line_no and d.state <> 'discarded') order by l.document_id, l.line_no",
        engagement.threadId(), place.lineId(), place.from());
  }
}
