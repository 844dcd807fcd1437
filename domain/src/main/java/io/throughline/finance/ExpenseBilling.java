package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.ExchangeRates.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an expense means for billing: the contract's line for expenses bills what was spent and its markup.
 *
 * <p>Money: rounded once, when the markup is added. What was spent in another currency than the contract's is exchanged first, at the rate of its day, to the cent; without a rate it is
 * held: nobody guesses one.
 */
public final class ExpenseBilling {

  /** Why it waits for a rate. */
  public static final String NO_RATE = "NO_EXCHANGE_RATE";

  /** What an expense means for billing. */
  public sealed interface Outcome {

    /** {@code event} is worth what was spent and its markup; {@code cost} is what was spent, in the contract's currency. */
    record Due(BillingEvent event, Money cost) implements Outcome {}

    /** Not for the client's account; both are null where no line bills expenses: it is no cost of the contract. */
    record NonBillable(String lineId, Money cost) implements Outcome {}

    record Held(String reason, String text) implements Outcome {}

    /** Forces the caller to handle every outcome. */
    default <T> T fold(Function<Due, T> due, Function<NonBillable, T> non, Function<Held, T> held) {
      if (this instanceof Due d) return due.apply(d);
      return this instanceof NonBillable n ? non.apply(n) : held.apply((Held) this);
    }
  }

  private ExpenseBilling() {}

  /** @param rate what its currency is worth in the contract's, or null where that is the same or not known */
  public static Outcome of(ContractVersion contract, Expense expense, Rate rate) {
    var lines = contract.lines().stream().filter(line -> line.billing() == BillingModel.EXPENSES && takes(line, expense)).toList();
    if (lines.size() > 1) return new Outcome.Held("AMBIGUOUS_SCOPE", "lines " + String.join(", ", lines.stream().map(ContractLine::lineId).sorted().toList()) + " claim it alike");
    var cost = cost(contract, expense, rate);
    if (lines.isEmpty() && !expense.billable()) return new Outcome.NonBillable(null, null);
    if (lines.isEmpty()) return new Outcome.Held("NO_CONTRACT_LINE", "no line of " + contract.contractId() + " bills expenses");
    var line = lines.get(0);
    if (!expense.billable() && cost.isPresent()) return new Outcome.NonBillable(line.lineId(), cost.get());
    if (!contract.approved()) return new Outcome.Held("CONTRACT_NOT_APPROVED", "the terms are not approved");
    if (!line.inForce()) return new Outcome.Held("CO_PENDING", "change order " + line.changeOrder() + " is not in force");
    if (cost.isEmpty()) return new Outcome.Held(NO_RATE, "spent in " + expense.amount().currency() + ", billed in " + contract.currency() + ", and no rate is known for " + expense.incurredOn());
    return new Outcome.Due(event(contract, line, expense, cost.get(), rate), cost.get());
  }

  /** Empty without a rate that is needed. */
  private static Optional<Money> cost(ContractVersion contract, Expense expense, Rate rate) {
    if (expense.amount().currency().equals(contract.currency())) return Optional.of(expense.amount());
    return Optional.ofNullable(rate).filter(known -> known.isOf(expense.amount().currency(), contract.currency())).map(known -> known.exchanged(expense.amount()));
  }

  private static boolean takes(ContractLine line, Expense expense) {
    return line.scope().covers(expense.projectId(), expense.taskId(), null, expense.personId());
  }

  private static BillingEvent event(ContractVersion contract, ContractLine line, Expense expense, Money cost, Rate rate) {
    var source = source(expense.versionKey());
    return new BillingEvent(
        ContentId.of("evt", List.of(contract.contractId(), line.lineId(), source)),
        contract.contractId(),
        line.lineId(),
        BillingModel.EXPENSES,
        expense.incurredOn(),
        marked(cost, line.markupPercent()).rounded(contract.rounding()),
        source,
        expense.receiptReference(),
        description(line, expense) + (cost.equals(expense.amount()) ? "" : ", " + expense.amount() + " at " + rate));
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
