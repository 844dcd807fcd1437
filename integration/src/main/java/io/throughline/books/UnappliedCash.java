package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.CashDecisions.Decided;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Payable;
import io.throughline.books.Payments.Payment;
import io.throughline.canonical.Money;
import io.throughline.facts.Facts;
import io.throughline.finance.CashAllocation;
import io.throughline.finance.CashAllocation.Aim;
import io.throughline.finance.CashAllocation.Policy;
import io.throughline.finance.CashAllocation.Receivable;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.JsonSetting;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
 * ({@code throughline.cash.allocation}, a JSON object of the policy by entity); what is left lies with who paid until finance applies it. What came before
 * the bill, for an engagement, waits for its invoices instead: each deducts it as it is booked. What was applied here finance may take back.
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
  @Inject CashAdvances advances;
  @Inject Documents documents;
  @Inject Remittances remittances;
  @Inject Refunds refunds;
  @Inject ExceptionItems exceptions;
  @Inject Audit audit;

  /**
   * A payment, and what lies unapplied of it; whose it is only where something does, or did.
   *
   * @param advance the engagement for which it is said to have come before the bill
   * @param engagement what that is called; absent where it is unknown, or none of who paid
   * @param engagementState likewise
   */
  public record Lying(
      String system,
      String paymentId,
      LocalDate receivedOn,
      String payerId,
      String entity,
      String amount,
      String unapplied,
      String currency,
      String reference,
      String advance,
      String engagement,
      String engagementState) {

    static Lying of(Row row) throws SQLException {
      var currency = row.text("currency");
      return new Lying(
          row.text("system"), row.text("payment_id"), row.date("received_on"), row.text("payer_id"), row.text("entity"), Amounts.text(row.decimal("amount"), currency), Amounts.text(row.decimal("lies"), currency), currency,
          row.text("reference"), row.text("advance"), row.text("advance_name"), row.text("advance_state"));
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

  /** An active engagement for which the money may have come before the bill. */
  public record Engaged(String threadId, String name, String client) {}

  /** What lies unapplied, what it may pay, by what is due first, what was applied here of the payment, the last first, and for which engagements it may be an advance. */
  public record Choice(Lying payment, List<Open> invoices, List<Applied> applied, List<Engaged> engagements) {}

  /** What a person applies to an invoice. */
  public record Wanted(String invoiceId, String amount) {}

  /** The newest version of a payment says what is unapplied of it. */
  void told(String system, Payment payment) {
    var said = payment.unapplied();
    advances.told(system, payment);
    decisions.told(system, payment, said == null ? null : accounts.payer(system, said.payerId(), said.entity()).orElse(null));
    var named = payment.allocations().stream().map(Payment.Share::invoiceId).toList(); // what the ERP applies to these is its word
    var lying = of(system, payment.paymentId()).orElseThrow();
    decide(lying, may(lying).stream().filter(may -> !named.contains(may.document().erpId())).toList(), true);
  }

  /** An invoice is booked: money of its payer may have waited for its number, or for the engagement's next invoice. */
  void booked(String documentId) {
    var document = documents.locked(documentId).orElseThrow();
    if (document.number() == null) return;
    for (var lying : sql.list(Lying::of, "select * from payment_lies where system = ? and unapplied > 0 and currency = ? and strpos(lower(reference), lower(?)) > 0 order by payment_id", document.erpSystem(), document.currency(), document.number())) {
      if (decide(lying, may(lying), false)) changed(lying, day(lying));
    }
    for (var paid : advances.of(document.threadId())) deduct(locked(paid.system(), paid.paymentId()), document);
  }

  private void deduct(Lying lying, Document invoice) {
    if (lying.engagementState() == null) return; // none of who paid
    var may = may(lying).stream().filter(one -> one.document().id().equals(invoice.id())).toList();
    var aims = may.stream().map(one -> new Aim(one.receivable(), lying.money())).toList();
    if (keep(lying, may, shared(aims, lying.money()), "rule:advance")) changed(lying, day(lying));
  }

  /** Money that came for an engagement before it was known. */
  void active(@Observes EngagementIsActive active) {
    for (var paid : advances.of(active.threadId())) {
      var payment = newest(paid.system(), paid.paymentId());
      told(paid.system(), payment);
      changed(paid.system(), payment, payment.changedOn());
    }
  }

  /** An engagement is closed, or open again: what came for it before the bill is an item of finance, or is none any more. */
  void closed(String threadId) {
    for (var paid : advances.of(threadId)) tell(paid.system(), paid.paymentId());
  }

  /** Empty where there is no such payment. */
  public Optional<Choice> choice(String system, String paymentId) {
    return of(system, paymentId).map(lying -> {
      var may = may(lying);
      var aims = shared(CashAllocation.aims(Policy.EXACT_MATCH, may.stream().map(Payable::receivable).toList(), lying.money()).aims(), lying.money());
      return new Choice(lying, may.stream().map(one -> open(one, aims)).toList(), decisions.counted(system, paymentId).stream().map(decided -> Applied.of(decided, lying.currency())).toList(), engagements(lying));
    });
  }

  private List<Engaged> engagements(Lying lying) {
    if (!lying.money().isPositive()) return List.of();
    return accounts.payer(lying.system(), lying.payerId(), lying.entity()).map(payer -> advances.engagements(lying.system(), payer, lying.currency())).orElse(List.of());
  }

  private static Open open(Payable may, List<Aim> aims) {
    var suggested = aims.stream().filter(aim -> aim.receivable().equals(may.receivable())).map(aim -> aim.most().text()).findFirst().orElse(null);
    return new Open(may.document().id(), may.document().number(), may.document().threadId(), may.engagement(), may.client(), may.document().dueOn(), may.receivable().open().text(), suggested);
  }

  /** Applies what a person says, all of it or nothing; what is wrong with it, field by field. */
  public List<Field> apply(String system, String paymentId, List<Wanted> wanted, String actor) {
    var lying = locked(system, paymentId);
    if (!lying.money().isPositive()) return List.of(nothing(paymentId));
    var may = may(lying);
    var wrong = new ArrayList<Field>();
    var left = lying.money();
    var aims = new ArrayList<Aim>();
    for (int i = 0; i < wanted.size(); i++) {
      var at = "/allocations/" + i;
      var each = wanted.get(i);
      var named = may.stream().filter(one -> one.document().id().equals(each.invoiceId())).findFirst();
      var amount = Amounts.said(each.amount(), lying.currency());
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

  /** A person says for which engagement what lies came before the bill, or that it did for none where {@code threadId} is null; what is wrong with it. */
  public List<Field> advance(String system, String paymentId, String threadId, String actor) {
    var lying = locked(system, paymentId);
    if (!lying.money().isPositive()) return List.of(nothing(paymentId));
    if (threadId != null && engagements(lying).stream().noneMatch(each -> each.threadId().equals(threadId))) {
      return List.of(new Field("/threadId", "NOT_THEIR_ENGAGEMENT", "no active engagement of " + lying.payerId() + ", or of whom it pays for, with " + lying.entity() + " in " + lying.currency()));
    }
    advances.say(system, paymentId, threadId, actor);
    audit.note(actor, threadId == null ? "end-advance" : "name-advance", subject(system, paymentId), Map.of("threadId", threadId == null ? String.valueOf(lying.advance()) : threadId));
    tell(system, paymentId);
    return List.of();
  }

  private static Field nothing(String paymentId) {
    return new Field("", "NOTHING_UNAPPLIED", "nothing of payment " + paymentId + " lies unapplied");
  }

  /**
   * All that was applied here to an invoice, by a rule or a person, lies with who paid again, and no rule applies anything of the payment any more, unless a
   * person says anew that it is an advance. False if nothing was: what the ERP applied is taken back there.
   */
  public boolean takeBack(String system, String paymentId, String invoiceId, String reason, String actor) {
    var lying = locked(system, paymentId);
    var applied = decisions.counted(system, paymentId).stream().filter(each -> each.documentId().equals(invoiceId)).findFirst();
    applied.ifPresent(decided -> {
      decisions.takeBack(system, paymentId, decided, reason, actor);
      if (lying.advance() != null) advances.say(system, paymentId, null, actor);
      audit.note(actor, "take-back-cash", subject(system, paymentId), Map.of("invoiceId", invoiceId, "amount", Amounts.text(decided.amount(), lying.currency()), "reason", reason));
      changed(lying, day(lying));
    });
    return applied.isPresent();
  }

  private static String subject(String system, String paymentId) {
    return "payment:" + system + ":" + paymentId;
  }

  /** An open item for finance while something lies unapplied that no active engagement's next invoice deducts. */
  void tell(String system, String paymentId) {
    var subject = system + ":" + paymentId;
    var lying = of(system, paymentId).orElseThrow();
    if (!lying.money().isPositive()) {
      exceptions.resolve(SUBJECT, subject, "hub", "nothing of it is unapplied any more");
      return;
    }
    if ("active".equals(lying.engagementState())) {
      exceptions.resolve(SUBJECT, subject, "hub", "an advance for " + lying.engagement() + ", whose next invoices deduct it");
      return;
    }
    var wrote = lying.reference() == null ? "" : ", who wrote: " + lying.reference();
    exceptions.raise(new Trouble(SUBJECT, subject, null, null, null, "UNAPPLIED", "payment " + paymentId + " of " + lying.payerId() + " " + lies(lying) + wrote, "finance", List.of()));
    exceptions.amountAtRisk(SUBJECT, subject, new BigDecimal(lying.unapplied()), lying.currency(), lying.receivedOn());
  }

  private static String lies(Lying lying) {
    if (lying.advance() == null) return "pays no invoice";
    if (lying.engagementState() == null) return "is told as an advance for " + lying.advance() + ", which is no engagement that they pay for";
    return "is left of an advance for " + lying.engagement() + ", which is " + lying.engagementState();
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

  /** By what the payer wrote; where that names nothing, by the entity's policy, unless it is an advance. Whether anything was; never of a payment of which finance took something back. */
  private boolean decide(Lying lying, List<Payable> may, boolean byPolicy) {
    if (may.isEmpty() || decisions.takenBack(lying.system(), lying.paymentId())) return false;
    var receivables = may.stream().map(Payable::receivable).toList();
    var named = lying.reference() == null ? List.<Receivable>of() : CashAllocation.named(lying.reference(), receivables);
    var policy = byPolicy && named.isEmpty() && lying.advance() == null ? JsonSetting.read("throughline.cash.allocation", POLICIES).get(lying.entity()) : null;
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
    changed(lying.system(), newest(lying.system(), lying.paymentId()), day);
  }

  private void changed(String system, Payment payment, LocalDate day) {
    for (var invoice : remittances.changed(system, payment, day)) documents.ofErp(system, invoice).ifPresent(remittances::collect);
    refunds.paid(system, payment.paymentId());
    tell(system, payment.paymentId());
  }

  private Payment newest(String system, String paymentId) {
    return Json.read(facts.newest("payment", system, paymentId).orElseThrow().body(), Payment.class);
  }
}
