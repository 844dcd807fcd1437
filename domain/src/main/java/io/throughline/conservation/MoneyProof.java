package io.throughline.conservation;

import io.throughline.canonical.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Sold value and change orders = recognised + backlog; and contract asset less liability = recognised less billed net of credits.
 */
public final class MoneyProof {

  /** One contract's figures, all in its currency. {@code contractBalance} = contract asset less contract liability as posted. */
  public record Figures(String contractId, Money sold, Money changes, Money recognised, Money backlog, Money billed, Money contractBalance) {}

  /** Both residuals must be zero. */
  public record Answer(String contractId, Money soldResidual, Money balanceResidual) {

    public boolean holds() {
      return soldResidual.isZero() && balanceResidual.isZero();
    }
  }

  private MoneyProof() {}

  public static List<Answer> of(Collection<Figures> contracts) {
    var answers = new ArrayList<Answer>();
    for (var each : contracts) {
      var sold = each.sold().plus(each.changes()).minus(each.recognised()).minus(each.backlog());
      var balance = each.contractBalance().minus(each.recognised().minus(each.billed()));
      answers.add(new Answer(each.contractId(), sold, balance));
    }
    answers.sort(Comparator.comparing(Answer::contractId));
    return List.copyOf(answers);
  }
}
