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
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Periods of recurring amounts on documents: each is billed once it is due, for what the terms make it worth. What a period is worth more by newer
 * terms is billed besides; one that is worth less comes back, line by line, and is billed anew.
 */
@ApplicationScoped
class PeriodBills {

  private static final String SOURCE = "terms";

  @Inject Sql sql;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject Documents documents;
  @Inject Clock clock;

  /** A period of a line, by the first day of the whole period. */
  private record Place(String lineId, LocalDate from) {}

  /** What a period is worth, and how that came about. */
  private record Agreed(BillingEvent event, Span span) {}

  /** What documents bill of a period by now, and the events that ever did. */
  private record Billed(Place place, Money amount, long events) {

    private static Billed nothing(Engagement engagement) {
      return new Billed(null, Money.zero(Currency.getInstance(engagement.currency())), 0);
    }
  }

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
    var open = new LinkedHashMap<String, Due>();
    var waits = beingCredited(engagement);
    unbilled(engagement, live).stream().filter(due -> !due.event().dueOn().isAfter(through) && !waits.contains(new Place(due.lineId(), due.from()))).forEach(due -> open.put(due.event().eventId(), due));
    return open;
  }

  private List<Place> beingCredited(Engagement engagement) {
    return sql.list(
        row -> new Place(row.text("line_id"), row.date("period_from")),
        "select b.line_id, b.period_from from being_credited c join billing_event b on b.id = c.billing_event_id where c.thread_id = ? and b.period_from is not null", engagement.threadId());
  }

  void active(@Observes EngagementIsActive active) {
    count(active.threadId());
  }

  void changed(@Observes ContractChanged changed) {
    count(changed.threadId());
  }

  /** After whoever bills the engagement now. */
  void count(String threadId) {
    var engagement = engagements.alone(threadId);
    count(engagement, contracts.of(engagement));
  }

  /** Keeps what of each period no document bills, those to come too; in the transaction that changes terms or bills. */
  void count(Engagement engagement, Live live) {
    if (live.recurring().isEmpty()) return;
    sql.run("delete from unbilled_period where thread_id = ?", engagement.threadId());
    var unbilled = unbilled(engagement, live);
    sql.run(
        "insert into unbilled_period (thread_id, line_id, period_from, due_on, amount, currency)"
            + " select ?, line_id, cast(period_from as date), cast(due_on as date), cast(amount as numeric), ? from unnest(?, ?, ?, ?) as unbilled (line_id, period_from, due_on, amount)",
        engagement.threadId(), engagement.currency(), texts(unbilled, Due::lineId), texts(unbilled, Due::from), texts(unbilled, due -> due.event().dueOn()), texts(unbilled, due -> due.event().amount().text()));
  }

  private static String[] texts(List<Due> due, Function<Due, Object> text) {
    return due.stream().map(text).map(String::valueOf).toArray(String[]::new);
  }

  private List<Due> unbilled(Engagement engagement, Live live) {
    var billed = billed(engagement, live);
    var unbilled = new ArrayList<Due>();
    agreed(live).forEach((place, agreed) -> {
      var before = billed.getOrDefault(place, Billed.nothing(engagement));
      var rest = agreed.event().amount().minus(before.amount());
      if (rest.isPositive()) unbilled.add(due(place, agreed.event().only(rest), agreed.span(), before));
    });
    return unbilled;
  }

  /** One credit note for each invoice that billed a period for more than it is worth by now; what it is worth is open then. */
  List<Credit> released(Engagement engagement, Live live, LocalDate on) {
    var agreed = agreed(live);
    var billed = billed(engagement, live);
    var byInvoice = new LinkedHashMap<String, List<Given>>();
    billed.forEach((place, before) -> {
      var worth = agreed.get(place);
      var owed = worth == null ? Billed.nothing(engagement).amount() : worth.event().amount();
      if (before.amount().compareTo(owed) > 0) given(engagement, "e.line_id = ? and e.period_from = ?", place.lineId(), place.from()).forEach(one -> byInvoice.computeIfAbsent(one.invoice(), invoice -> new ArrayList<>()).add(one));
    });
    return byInvoice.values().stream().map(given -> credit(engagement, given, billed, on)).toList();
  }

  private Credit credit(Engagement engagement, List<Given> given, Map<Place, Billed> billed, LocalDate on) {
    var lines = new ArrayList<Line>();
    var back = new ArrayList<Due>();
    for (var one : given) {
      var due = back(engagement, one, billed);
      back.add(due);
      lines.add(new Line(lines.size() + 1, one.place().lineId(), one.description(), null, null, null, one.amount().negate(), one.purchaseOrder(), due.event().eventId(), BigDecimal.ZERO, one.invoice(), one.line()));
    }
    var id = "cn-" + Sha256.of(engagement.threadId(), given.toString()).substring(0, 24);
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Credit(Document.draft(documents.unused(id), engagement.threadId(), "recurring", "credit-note", engagement.currency(), Amounts.money(net, engagement.currency()), on, on), lines, back);
  }

  private static Due back(Engagement engagement, Given one, Map<Place, Billed> billed) {
    var id = ContentId.of("evt", List.of(one.invoice(), one.line(), one.place().from()));
    var amount = Amounts.money(one.amount().negate(), engagement.currency());
    return due(one.place(), new BillingEvent(id, engagement.threadId(), one.place().lineId(), BillingModel.SUBSCRIPTION, one.dueOn(), amount, one.invoice(), null, one.description()), null, billed.get(one.place()));
  }

  /** Gives all that an invoice bills of periods back, by a credit note that is to be drafted; the events by the invoice's line. */
  Map<Integer, String> giveBack(Engagement engagement, Live live, String invoice, String note) {
    var billed = billed(engagement, live);
    var events = new LinkedHashMap<Integer, String>();
    for (var one : given(engagement, "l.document_id = ?", invoice)) {
      var due = back(engagement, one, billed);
      keep(engagement, note, due);
      events.put(one.line(), due.event().eventId());
    }
    return events;
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
  private static Due due(Place place, BillingEvent event, Span span, Billed before) {
    var id = before.events() == 0 ? event.eventId() : ContentId.of("evt", List.of(event.eventId(), before.events()));
    return new Due(place.lineId(), place.from(), new BillingEvent(id, event.contractId(), event.lineId(), event.kind(), event.dueOn(), event.amount(), event.source(), event.evidence(), event.description()), span);
  }

  /** What each period of the whole contract is worth, as the terms have it. */
  private static Map<Place, Agreed> agreed(Live live) {
    var agreed = new LinkedHashMap<Place, Agreed>();
    var contract = live.contract();
    for (var line : contract.lines()) {
      if (!live.recurring().containsKey(line.lineId())) continue; // bills no periods, or not yet
      for (var span : live.periods(line)) {
        agreed.put(new Place(line.lineId(), span.whole().from()), new Agreed(RecurringFee.event(contract, line, span), span));
      }
    }
    return agreed;
  }

  /** Nothing where no line bills periods, nor did. */
  private Map<Place, Billed> billed(Engagement engagement, Live live) {
    if (live.recurring().isEmpty()) return Map.of();
    var billed = new LinkedHashMap<Place, Billed>();
    sql.list(
            row -> new Billed(new Place(row.text("line_id"), row.date("period_from")), Amounts.money(row.decimal("amount"), engagement.currency()), row.number("events")),
            "select line_id, period_from, coalesce(sum(amount) filter (where document_id is not null), 0) as amount, count(*) as events from billing_event where thread_id = ? and period_from is not null group by 1, 2 order by 1, 2",
            engagement.threadId())
        .forEach(each -> billed.put(each.place(), each));
    return billed;
  }

  /** The lines that bill periods and were not given back. */
  private List<Given> given(Engagement engagement, String which, Object... args) {
    return sql.list(
        row -> new Given(new Place(row.text("line_id"), row.date("period_from")), row.date("completed_on"), row.text("document_id"), (int) row.number("line_no"), row.text("description"), row.text("purchase_order"), row.decimal("amount")),
        "select e.line_id, e.period_from, e.completed_on, l.document_id, l.line_no, l.description, l.purchase_order, l.amount from billing_event e join document_line l on l.billing_event_id = e.id and l.document_id = e.document_id"
            + " where e.thread_id = ? and e.period_from is not null and e.amount > 0 and " + which
            + " and not exists (select 1 from document_line c join document d on d.id = c.document_id where c.credits_document = l.document_id and c.credits_line = l.line_no and d.state <> 'discarded') order by l.document_id, l.line_no",
        Stream.concat(Stream.of(engagement.threadId()), Stream.of(args)).toArray());
  }
}
