package io.throughline.conservation;

import io.throughline.canonical.Money;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Sold value and change orders = recognised + backlog; contract asset less liability = recognised less billed net of credits; and
 * what is receivable in the ledger = what is open on the documents.
 */
public final class MoneyProof {

  /**
   * One contract's figures, all in its currency.
   *
   * @param contractBalance contract asset less contract liability as posted
   * @param open what the documents say is still owed, with tax
   * @param receivable what the ledger says is owed
   */
  public record Figures(String contractId, Money sold, Money changes, Money recognised, Money backlog, Money billed, Money contractBalance, Money open, Money receivable) {}

  /** All residuals must be zero. */
  public record Answer(String contractId, Money soldResidual, Money balanceResidual, Money receivableResidual) {

    public boolean holds() {
      return soldResidual.isZero() && balanceResidual.isZero() && receivableResidual.isZero();
    }

    /** What is off in all, whatever its sign. */
    public Money residual() {
      return soldResidual.abs().plus(balanceResidual.abs()).plus(receivableResidual.abs());
    }
  }

  private MoneyProof() {}

  /** One answer per contract, by contract id. */
  public static List<Answer> of(Collection<Figures> contracts) {
    return contracts.stream().map(MoneyProof::answer).sorted(Comparator.comparing(Answer::contractId)).toList();
  }

  private static Answer answer(Figures each) {
    return new Answer(
        each.contractId(),
        each.sold().plus(each.changes()).minus(each.recognised()).minus(each.backlog()),
        each.contractBalance().minus(each.recognised().minus(each.billed())),
        each.receivable().minus(each.open()));
  }
}
