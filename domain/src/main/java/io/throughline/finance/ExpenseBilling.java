package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * What an expense means for billing: the contract's line for expenses bills what was spent and its markup.
 *
 * <p>Money: rounded once, when the markup is added. What was spent in another currency than the contract's is held: nobody guesses a rate.
 */
public final class ExpenseBilling {

  /** What an expense means for billing. */
  public sealed interface Outcome {

    /** {@code event} is worth what was spent and its markup. */
    record Due(BillingEvent event) implements Outcome {}

    /** Not for the client's account; {@code lineId} is the line for expenses, or null where there is none. */
    record NonBillable(String lineId) implements Outcome {}

    record Held(String reason, String text) implements Outcome {}

    /** Forces the caller to handle every outcome. */
    default <T> T fold(Function<Due, T> due, Function<NonBillable, T> non, Function<Held, T> held) {
      if (this instanceof Due d) return due.apply(d);
      return this instanceof NonBillable n ? non.apply(n) : held.apply((Held) this);
    }
  }

  private ExpenseBilling() {}

  public static Outcome of(ContractVersion contract, Expense expense) {
    var lines = contract.lines().stream().filter(line -> line.billing() == BillingModel.EXPENSES && takes(line, expense)).toList();
    if (lines.size() > 1) return new Outcome.Held("AMBIGUOUS_SCOPE", "lines " + String.join(", ", lines.stream().map(ContractLine::lineId).sorted().toList()) + " claim it alike");
    if (!expense.billable()) return new Outcome.NonBillable(lines.isEmpty() ? null : lines.get(0).lineId());
    if (lines.isEmpty()) return new Outcome.Held("NO_CONTRACT_LINE", "no line of " + contract.contractId() + " bills expenses");
    var line = lines.get(0);
    if (!contract.approved()) return new Outcome.Held("CONTRACT_NOT_APPROVED", "the terms are not approved");
    if (!line.inForce()) return new Outcome.Held("CO_PENDING", "change order " + line.changeOrder() + " is not in force");
    if (!expense.amount().currency().equals(contract.currency())) {
      return new Outcome.Held("NO_EXCHANGE_RATE", "spent in " + expense.amount().currency() + ", billed in " + contract.currency() + ", and no rate is known");
    }
    return new Outcome.Due(event(contract, line, expense));
  }

  private static boolean takes(ContractLine line, Expense expense) {
    return line.scope().covers(expense.projectId(), expense.taskId(), null, expense.personId());
  }

  private static BillingEvent event(ContractVersion contract, ContractLine line, Expense expense) {
    var source = source(expense.versionKey());
    return new BillingEvent(
        ContentId.of("evt", List.of(contract.contractId(), line.lineId(), source)),
        contract.contractId(),
        line.lineId(),
        BillingModel.EXPENSES,
        expense.incurredOn(),
        marked(expense.amount(), line.markupPercent()).rounded(contract.rounding()),
        source,
        expense.receiptReference(),
        description(line, expense));
  }

  private static String description(ContractLine line, Expense expense) {
    return (expense.category() == null ? line.description() : expense.category()) + ", " + expense.incurredOn();
  }

  /** What a billing event, and the journal of the cost, say they come from. */
  public static String source(String expenseKey) {
    return "expense-" + expenseKey;
  }

  /** What was spent and its markup, not rounded yet. */
  public static ExactAmount marked(Money spent, BigDecimal markupPercent) {
    return markupPercent == null ? spent.exact() : spent.exact().times(Rational.ONE.plus(Rational.of(markupPercent.movePointLeft(2))));
  }

  /** How much of what was spent a part of the bill stands for: in proportion, rounded once; all of it where all is billed. */
  public static Money spentOf(Money spent, Money whole, Money part) {
    if (part.equals(whole)) return spent;
    var share = spent.exact().value().times(part.exact().value()).dividedBy(whole.exact().value());
    return Money.of(share.rounded(spent.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), spent.currency());
  }
}
