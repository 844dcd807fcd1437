package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.Documents.Document;
import io.throughline.books.Payments.Payment;
import io.throughline.canonical.Money;
import io.throughline.facts.Facts;
import io.throughline.finance.CashAllocation;
import io.throughline.finance.CashAllocation.Aim;
import io.throughline.finance.CashAllocation.Policy;
import io.throughline.finance.CashAllocation.Receivable;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.JsonSetting;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Money that the ERP says nobody applied. It pays the invoices whose numbers the payer wrote; where none stand there, what the entity's policy says
 * ({@code throughline.cash.allocation}, a JSON object of the policy by entity); what is left lies with who paid until finance applies it.
 */
@ApplicationScoped
@Transactional
public class UnappliedCash {

  private static final TypeReference<Map<String, Policy>> POLICIES = new TypeReference<>() {};

  /** What an open item of it is about. */
  private static final String SUBJECT = "unapplied-cash";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Facts facts;
  @Inject BillingAccounts accounts;
  @Inject CashDecisions decisions;
  @Inject Documents documents;
  @Inject Remittances remittances;
  @Inject ExceptionItems exceptions;
  @Inject Audit audit;

  /** A payment, and what lies unapplied of it; whose it is only where something does, or did. */
  public record Lying(String system, String paymentId, LocalDate receivedOn, String payerId, String entity, String amount, String unapplied, String currency, String reference) {

    static Lying of(Row row) throws SQLException {
      var currency = row.text("currency");
      return new Lying(
          row.text("system"), row.text("payment_id"), row.date("received_on"), row.text("payer_id"), row.text("entity"), Amounts.text(row.decimal("amount"), currency), Amounts.text(row.decimal("lies"), currency), currency,
          row.text("reference"));
    }

    private Money money() {
      return Amounts.money(new BigDecimal(unapplied), currency);
    }
  }

  /** An invoice that it may pay; {@code suggested} is what the fewest that fit exactly, else the oldest due, would get. */
  public record Open(String invoiceId, String number, String threadId, String engagement, String client, LocalDate dueOn, String open, String suggested) {}

  /** What lies unapplied, and what it may pay, by what is due first. */
  public record Choice(Lying payment, List<Open> invoices) {}

  /** What a person applies to an invoice. */
  public record Wanted(String invoiceId, String amount) {}

  private record May(Document document, String engagement, String client, Receivable receivable) {}

  /** The newest version of a payment says what is unapplied of it. */
  void told(String system, Payment payment) {
    var said = payment.unapplied();
    decisions.told(system, payment, said == null ? null : accounts.payer(system, said.payerId(), said.entity()).orElse(null));
    var named = payment.allocations().stream().map(Payment.Share::invoiceId).toList(); // what the ERP applies to these is its word
    var lying = of(system, payment.paymentId()).orElseThrow();
    decide(lying, may(lying).stream().filter(may -> !named.contains(may.document().erpId())).toList(), true);
  }

  /** An invoice is booked: money of its payer may have waited for its number. */
  void named(String documentId) {
    var document = documents.locked(documentId).orElseThrow();
    if (document.number() == null) return;
    for (var lying : sql.list(Lying::of, "select * from payment_lies where system = ? and unapplied > 0 and currency = ? and strpos(lower(reference), lower(?)) > 0 order by payment_id", document.erpSystem(), document.currency(), document.number())) {
      if (decide(lying, may(lying), false)) changed(lying, day(lying));
    }
  }

  /** Empty where there is no such payment. */
  public Optional<Choice> choice(String system, String paymentId) {
    return of(system, paymentId).map(lying -> {
      var may = may(lying);
      var aims = shared(CashAllocation.aims(Policy.EXACT_MATCH, may.stream().map(May::receivable).toList(), lying.money()).aims(), lying.money());
      return new Choice(lying, may.stream().map(one -> open(one, aims)).toList());
    });
  }

  private static Open open(May may, List<Aim> aims) {
    var suggested = aims.stream().filter(aim -> aim.receivable().equals(may.receivable())).map(aim -> aim.most().text()).findFirst().orElse(null);
    return new Open(may.document().id(), may.document().number(), may.document().threadId(), may.engagement(), may.client(), may.document().dueOn(), may.receivable().open().text(), suggested);
  }

  /** Applies what a person says, all of it or nothing; what is wrong with it, field by field. */
  public List<Field> apply(String system, String paymentId, List<Wanted> wanted, String actor) {
    sql.list(row -> row.text("payment_id"), "select payment_id from payment where system = ? and payment_id = ? for update", system, paymentId);
    var lying = of(system, paymentId).orElseThrow();
    if (!lying.money().isPositive()) return List.of(new Field("", "NOTHING_UNAPPLIED", "nothing of payment " + paymentId + " lies unapplied"));
    var may = may(lying);
    var wrong = new ArrayList<Field>();
    var left = lying.money();
    var aims = new ArrayList<Aim>();
    for (int i = 0; i < wanted.size(); i++) {
      var at = "/allocations/" + i;
      var each = wanted.get(i);
      var named = may.stream().filter(one -> one.document().id().equals(each.invoiceId())).findFirst();
      var amount = money(each.amount(), lying.currency());
      if (named.isEmpty() || aims.stream().anyMatch(aim -> aim.receivable().equals(named.get().receivable()))) wrong.add(new Field(at + "/invoiceId", "NOT_PAYABLE", "not an open invoice, in " + lying.currency() + ", of " + lying.payerId() + " or of whom it pays for, named once"));
      else if (amount.isEmpty() || !amount.get().isPositive()) wrong.add(new Field(at + "/amount", "NOT_POSITIVE", "more than zero, in whole units of " + lying.currency()));
      else if (amount.get().compareTo(named.get().receivable().open()) > 0) wrong.add(new Field(at + "/amount", "BEYOND_OPEN", named.get().receivable().open() + " is open"));
      else if (amount.get().compareTo(left) > 0) wrong.add(new Field(at + "/amount", "BEYOND_UNAPPLIED", left + " is left of the payment"));
      else {
        left = left.minus(amount.get());
        aims.add(new Aim(named.get().receivable(), amount.get()));
      }
    }
    if (!wrong.isEmpty()) return wrong;
    keep(lying, may, aims, actor);
    audit.note(actor, "apply-cash", "payment:" + system + ":" + paymentId, Map.of("allocations", wanted.stream().map(Json::map).toList()));
    changed(lying, day(lying));
    return List.of();
  }

  private static Optional<Money> money(String amount, String currency) {
    if (amount == null) return Optional.empty();
    try {
      return Optional.of(Amounts.money(new BigDecimal(amount), currency));
    } catch (ArithmeticException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  /** An open item for finance while something lies unapplied. */
  void tell(String system, String paymentId) {
    var subject = system + ":" + paymentId;
    var lying = of(system, paymentId).orElseThrow();
    if (!lying.money().isPositive()) {
      exceptions.resolve(SUBJECT, subject, "hub", "nothing of it is unapplied any more");
      return;
    }
    var wrote = lying.reference() == null ? "" : ", who wrote: " + lying.reference();
    exceptions.raise(new Trouble(SUBJECT, subject, null, null, null, "UNAPPLIED", "payment " + paymentId + " of " + lying.payerId() + " pays no invoice" + wrote, "finance", List.of()));
    exceptions.amountAtRisk(SUBJECT, subject, new BigDecimal(lying.unapplied()), lying.currency(), lying.receivedOn());
  }

  private Optional<Lying> of(String system, String paymentId) {
    return sql.one(Lying::of, "select * from payment_lies where system = ? and payment_id = ?", system, paymentId);
  }

  /** By what is due first. */
  private List<May> may(Lying lying) {
    if (!lying.money().isPositive()) return List.of();
    var customers = accounts.payer(lying.system(), lying.payerId(), lying.entity()).map(Payer::customers).orElse(List.of());
    record Named(String id, String engagement, String client) {}
    var found = new ArrayList<May>();
    for (var named :
        sql.list(
            row -> new Named(row.text("id"), row.text("name"), row.text("client")),
            "select d.id, e.name, e.client from document d join engagement e using (thread_id) where d.erp_system = ? and d.state = 'posted' and d.type = 'invoice' and d.booked_at is not null and d.currency = ? and e.contracting_entity = ? and e.customer_id = any (?)"
                + " order by d.id",
            lying.system(), lying.currency(), lying.entity(), customers.toArray(String[]::new))) {
      var document = documents.locked(named.id()).orElseThrow();
      var open = Amounts.money(document.open().subtract(documents.credited(document.id())), document.currency());
      if (open.isPositive()) found.add(new May(document, named.engagement(), named.client(), new Receivable(document.number(), document.invoicedOn(), document.dueOn(), open)));
    }
    found.sort(Comparator.comparing(May::receivable, CashAllocation.DUE));
    return found;
  }

  /** By what the payer wrote; where that names nothing, by the entity's policy. Whether anything was. */
  private boolean decide(Lying lying, List<May> may, boolean byPolicy) {
    if (may.isEmpty()) return false;
    var receivables = may.stream().map(May::receivable).toList();
    var named = lying.reference() == null ? List.<Receivable>of() : CashAllocation.named(lying.reference(), receivables);
    var policy = byPolicy && named.isEmpty() ? JsonSetting.read("throughline.cash.allocation", POLICIES).get(lying.entity()) : null;
    var aims = policy == null ? named.stream().map(each -> new Aim(each, lying.money())).toList() : CashAllocation.aims(policy, receivables, lying.money()).aims();
    return keep(lying, may, shared(aims, lying.money()), policy == null ? "rule:reference" : "rule:" + Json.as(policy, String.class));
  }

  /** Never more than is open, nor than is left. */
  private static List<Aim> shared(List<Aim> aims, Money all) {
    var shared = new ArrayList<Aim>();
    var left = all;
    for (var aim : aims) {
      var part = Money.lesser(Money.lesser(aim.most(), left), aim.receivable().open());
      if (part.isPositive()) shared.add(new Aim(aim.receivable(), part));
      left = left.minus(part);
    }
    return shared;
  }

  private boolean keep(Lying lying, List<May> may, List<Aim> aims, String by) {
    for (var aim : aims) {
      var document = may.stream().filter(one -> one.receivable().equals(aim.receivable())).findFirst().orElseThrow().document();
      decisions.add(lying.system(), lying.paymentId(), document.id(), Amounts.decimal(aim.most()), by);
    }
    return !aims.isEmpty();
  }

  private LocalDate day(Lying lying) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return today.isBefore(lying.receivedOn()) ? lying.receivedOn() : today;
  }

  private void changed(Lying lying, LocalDate day) {
    var payment = Json.read(facts.newest("payment", lying.system(), lying.paymentId()).orElseThrow().body(), Payment.class);
    for (var invoice : remittances.changed(lying.system(), payment, day)) documents.ofErp(lying.system(), invoice).ifPresent(remittances::collect);
    tell(lying.system(), lying.paymentId());
  }
}
