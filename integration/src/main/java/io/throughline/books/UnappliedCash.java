package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.CashDecisions.Decided;
import io.throughline.books.Documents.Payable;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Money that the ERP says nobody applied. It pays the invoices whose numbers the payer wrote; where none stand there, what the entity's policy says
 * ({@code throughline.cash.allocation}, a JSON object of the policy by entity); what is left lies with who paid until finance applies it. What was
 * applied here finance may take back.
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

  /** What was applied here to an invoice: {@code by} whom last, a person or {@code rule:} and its name. The ERP does not know of it. */
  public record Applied(String invoiceId, String number, String threadId, String engagement, String client, String amount, String by, Instant at) {

    private static Applied of(Decided decided, String currency) {
      return new Applied(decided.documentId(), decided.number(), decided.threadId(), decided.engagement(), decided.client(), Amounts.text(decided.amount(), currency), decided.by(), decided.at());
    }
  }

  /** What lies unapplied, what it may pay, by what is due first, and what was applied here of the payment, the last first. */
  public record Choice(Lying payment, List<Open> invoices, List<Applied> applied) {}

  /** What a person applies to an invoice. */
  public record Wanted(String invoiceId, String amount) {}

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
      var aims = shared(CashAllocation.aims(Policy.EXACT_MATCH, may.stream().map(Payable::receivable).toList(), lying.money()).aims(), lying.money());
      return new Choice(lying, may.stream().map(one -> open(one, aims)).toList(), decisions.counted(system, paymentId).stream().map(decided -> Applied.of(decided, lying.currency())).toList());
    });
  }

  private static Open open(Payable may, List<Aim> aims) {
    var suggested = aims.stream().filter(aim -> aim.receivable().equals(may.receivable())).map(aim -> aim.most().text()).findFirst().orElse(null);
    return new Open(may.document().id(), may.document().number(), may.document().threadId(), may.engagement(), may.client(), may.document().dueOn(), may.receivable().open().text(), suggested);
  }

  /** Applies what a person says, all of it or nothing; what is wrong with it, field by field. */
  public List<Field> apply(String system, String paymentId, List<Wanted> wanted, String actor) {
    var lying = locked(system, paymentId);
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
    audit.note(actor, "apply-cash", subject(system, paymentId), Map.of("allocations", wanted.stream().map(Json::map).toList()));
    changed(lying, day(lying));
    return List.of();
  }

  /**
   * All that was applied here to an invoice, by a rule or a person, lies with who paid again, and no rule applies anything of the payment any more. False if
   * nothing was: what the ERP applied is taken back there.
   */
  public boolean takeBack(String system, String paymentId, String invoiceId, String reason, String actor) {
    var lying = locked(system, paymentId);
    var applied = decisions.counted(system, paymentId).stream().filter(each -> each.documentId().equals(invoiceId)).findFirst();
    applied.ifPresent(decided -> {
      decisions.takeBack(system, paymentId, decided, reason, actor);
      audit.note(actor, "take-back-cash", subject(system, paymentId), Map.of("invoiceId", invoiceId, "amount", Amounts.text(decided.amount(), lying.currency()), "reason", reason));
      changed(lying, day(lying));
    });
    return applied.isPresent();
  }

  private static String subject(String system, String paymentId) {
    return "payment:" + system + ":" + paymentId;
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

  /** Nobody else applies anything of it meanwhile. */
  private Lying locked(String system, String paymentId) {
    sql.list(row -> row.text("payment_id"), "select payment_id from payment where system = ? and payment_id = ? for update", system, paymentId);
    return of(system, paymentId).orElseThrow();
  }

  private Optional<Lying> of(String system, String paymentId) {
    return sql.one(Lying::of, "select * from payment_lies where system = ? and payment_id = ?", system, paymentId);
  }

  /** By what is due first. */
  private List<Payable> may(Lying lying) {
    if (!lying.money().isPositive()) return List.of();
    var customers = accounts.payer(lying.system(), lying.payerId(), lying.entity()).map(Payer::customers).orElse(List.of());
    return documents.payable(lying.system(), lying.currency(), lying.entity(), customers).stream().sorted(Comparator.comparing(Payable::receivable, CashAllocation.DUE)).toList();
  }

  /** By what the payer wrote; where that names nothing, by the entity's policy. Whether anything was; never of a payment of which finance took something back. */
  private boolean decide(Lying lying, List<Payable> may, boolean byPolicy) {
    if (may.isEmpty() || decisions.takenBack(lying.system(), lying.paymentId())) return false;
    var receivables = may.stream().map(Payable::receivable).toList();
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

  private boolean keep(Lying lying, List<Payable> may, List<Aim> aims, String by) {
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
