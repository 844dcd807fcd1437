package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.FxRate;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.QuoteLine;
import io.throughline.einvoice.Seller;
import io.throughline.einvoice.Sellers;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.TaxTreatment.Place;
import io.throughline.finance.UnitPrice;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.finance.einvoice.EInvoice.Head;
import io.throughline.finance.einvoice.EInvoice.Preceding;
import io.throughline.finance.einvoice.EInvoice.Type;
import io.throughline.finance.einvoice.Line;
import io.throughline.finance.einvoice.Party;
import io.throughline.journey.Verdict;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a document of the books says as an e-invoice. Empty where the legal entity sends none. */
@ApplicationScoped
class EInvoicing {

  private static final String CODE = "TAX_CURRENCY";

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject FxRates rates;
  @Inject Sellers sellers;
  @Inject Engagements engagements;

  /** A line's rows; {@code from} and {@code through} of the work it bills. */
  private record Billed(
      int no, String lineId, String description, Long minutes, BigDecimal rate, BigDecimal amount, String purchaseOrder, BigDecimal allowance, String credits, LocalDate creditsOn, LocalDate from, LocalDate through) {}

  /** @param number the legal number, or the document's id while it has none */
  Optional<EInvoice> of(Document document, String number) {
    var engagement = engagements.of(document.threadId()).orElseThrow();
    return sellers.of(engagement.contractingEntity()).map(seller -> said(seller, engagement, document, number));
  }

  /** Held where the tax must also be told in the seller's own currency, and no rate of its day is known. */
  Optional<Verdict> taxTold(Document document, EInvoice einvoice) {
    var own = sellers.of(engagements.of(document.threadId()).orElseThrow().contractingEntity()).flatMap(seller -> otherThan(einvoice, seller));
    if (own.isEmpty() || einvoice.taxAccounted() != null) return Optional.empty();
    var reason = "the tax of " + einvoice.tax() + " must also be told in " + own.get() + ", and no rate of " + document.currency() + " to " + own.get() + " of " + einvoice.head().taxPoint() + " is known";
    return Optional.of(new Verdict.Held(CODE, reason, "finance", List.of()));
  }

  /** The journeys of documents that were held for want of a rate of this pair, and have it now. */
  List<String> waiting(FxRate rate) {
    return sql.list(
            row -> row.text("id"),
            "select d.id from document d join exception_item i on i.journey_id = d.journey_id where i.code = '" + CODE + "' and i.state = 'open' and d.currency in (?, ?) order by d.id", rate.from(), rate.to())
        .stream()
        .map(id -> documents.of(id).orElseThrow())
        .filter(document -> of(document, document.id()).filter(einvoice -> taxTold(document, einvoice).isEmpty()).isPresent())
        .map(Document::journeyId)
        .toList();
  }

  private static Optional<String> otherThan(EInvoice einvoice, Seller seller) {
    return Optional.ofNullable(seller.taxCurrency()).filter(own -> !own.equals(einvoice.net().currency().getCurrencyCode()) && !einvoice.tax().isZero());
  }

  /** As expenses are exchanged: the rate of the day, or the last before it that is not too old. */
  private EInvoice accounted(EInvoice einvoice, Seller seller) {
    var rate = otherThan(einvoice, seller).map(own -> rates.book().rate(einvoice.net().currency().getCurrencyCode(), own, einvoice.head().taxPoint()));
    return rate.map(known -> einvoice.accounted(known.exchanged(einvoice.tax()))).orElse(einvoice);
  }

  private EInvoice said(Seller seller, Engagement engagement, Document document, String number) {
    var client = engagement.terms().client();
    var billed = billed(document.id());
    var tax = seller.tax(new Place(client.country(), client.taxId()));
    var lines = billed.stream().map(line -> line(engagement, document, line, tax)).toList();
    var einvoice = EInvoice.of(head(seller, engagement, document, number, client, billed), lines);
    Invariant.holds(einvoice.net().equals(money(document.net(), document)), "document %s is %s, its lines are %s", document.id(), document.net(), einvoice.net());
    return accounted(einvoice, seller);
  }

  private static Head head(Seller seller, Engagement engagement, Document document, String number, ClientAccount client, List<Billed> billed) {
    var wanted = seller.buyer(client.taxId(), client.accountId());
    var orders = billed.stream().map(Billed::purchaseOrder).distinct().toList();
    var preceding = billed.stream().filter(line -> line.credits() != null).map(line -> new Preceding(line.credits(), line.creditsOn())).distinct().toList();
    return new Head(
        credit(document) ? Type.CREDIT_NOTE : Type.INVOICE,
        number,
        document.invoicedOn(),
        document.dueOn(),
        worked(billed),
        wanted.reference() == null ? engagement.threadId() : wanted.reference(),
        orders.size() == 1 ? orders.get(0) : null,
        engagement.contractId(),
        engagement.projectId(),
        preceding,
        seller.party(),
        buyer(client, wanted),
        seller.payee().orElse(null),
        seller.terms());
  }

  private static Party buyer(ClientAccount client, Seller.Buyer wanted) {
    var name = client.legalName() == null ? client.name() : client.legalName();
    var at = client.address() == null ? new ClientAccount.Address(null, null, null) : client.address();
    return new Party(name, client.taxId(), null, at.street(), at.city(), at.postalCode(), client.country(), wanted.electronicAddress(), null);
  }

  private static Period worked(List<Billed> billed) {
    var first = billed.stream().map(Billed::from).filter(day -> day != null).min(LocalDate::compareTo);
    var last = billed.stream().map(Billed::through).filter(day -> day != null).max(LocalDate::compareTo);
    return first.isPresent() ? new Period(first.get(), last.orElseThrow()) : null;
  }

  private static Line line(Engagement engagement, Document document, Billed billed, TaxTreatment tax) {
    var currency = Currency.getInstance(document.currency());
    var amount = money(billed.amount(), document);
    var no = Integer.toString(billed.no());
    if (billed.minutes() == null) return Line.of(no, billed.description(), BigDecimal.ONE, amount, tax);
    var minutes = credit(document) ? -billed.minutes() : billed.minutes();
    var price = new UnitPrice(billed.rate(), currency, UnitPrice.HOUR);
    var line = Line.time(no, billed.description(), minutes, price, money(billed.allowance(), document), amount, tax);
    var role = engagement.terms().lines().stream().filter(sold -> sold.lineId().equals(billed.lineId())).map(QuoteLine::role).filter(word -> word != null).findFirst();
    var told = role.map(word -> line.saying(Map.of("Role", word))).orElse(line);
    return billed.from() == null ? told : told.during(new Period(billed.from(), billed.through()));
  }

  private List<Billed> billed(String documentId) {
    return sql.list(
        row ->
            new Billed(
                (int) row.number("line_no"), row.text("line_id"), row.text("description"), row.numberOrNull("minutes"), row.decimal("rate"), row.decimal("amount"), row.text("purchase_order"),
                row.decimal("allowance"), row.text("credits"), row.date("credits_on"), row.date("worked_from"), row.date("worked_through")),
        "select l.*, c.number as credits, c.invoiced_on as credits_on, a.worked_from, a.worked_through from document_line l left join document c on c.id = l.credits_document"
            + " left join (select document_id, line_no, min(work_date) as worked_from, max(work_date) as worked_through from allocation join time_entry using (source, entry_id, version) group by 1, 2) a"
            + " using (document_id, line_no) where l.document_id = ? order by l.line_no",
        documentId);
  }

  private static boolean credit(Document document) {
    return "credit-note".equals(document.type());
  }

  /** A credit note's amounts are positive on paper. */
  private static Money money(BigDecimal amount, Document document) {
    return Amounts.money(credit(document) ? amount.negate() : amount, document.currency());
  }
}
