package io.throughline.finance;

import io.throughline.canonical.Milestone;
import java.util.List;
import java.util.function.Function;

/** A completed and accepted milestone earns the amount of the contract line that names it, once. */
public final class MilestoneBilling {

  /** What a milestone means for billing. */
  public sealed interface Outcome {

    record Due(BillingEvent event) implements Outcome {}

    record NotYet() implements Outcome {}

    record Held(String reason, String text) implements Outcome {}

    /** Forces the caller to handle every outcome. */
    default <T> T fold(Function<Due, T> due, Function<NotYet, T> notYet, Function<Held, T> held) {
      if (this instanceof Due d) return due.apply(d);
      return this instanceof NotYet n ? notYet.apply(n) : held.apply((Held) this);
    }
  }

  private MilestoneBilling() {}

  public static Outcome of(ContractVersion contract, Milestone milestone) {
    if (!milestone.completed()) return new Outcome.NotYet();
    var line = contract.lines().stream().filter(candidate -> milestone.milestoneId().equals(candidate.milestoneId())).findFirst();
    if (line.isEmpty()) return new Outcome.Held("NO_CONTRACT_LINE", "no line of " + contract.contractId() + " names milestone " + milestone.milestoneId());
    return of(contract, line.get(), milestone);
  }

  /** The same for one of the lines that name it. */
  public static Outcome of(ContractVersion contract, ContractLine line, Milestone milestone) {
    if (!milestone.completed()) return new Outcome.NotYet();
    if (!contract.approved()) return new Outcome.Held("CONTRACT_NOT_APPROVED", "the terms are not approved");
    if (!line.inForce()) return new Outcome.Held("CO_PENDING", "change order " + line.changeOrder() + " is not in force");
    if (milestone.acceptanceReference() == null) return new Outcome.Held("ACCEPTANCE_MISSING", "completed on " + milestone.completedOn() + ", but no acceptance is on record");
    return new Outcome.Due(event(contract, line, milestone));
  }

  private static BillingEvent event(ContractVersion contract, ContractLine line, Milestone milestone) {
    return new BillingEvent(
        ContentId.of("evt", List.of(contract.contractId(), line.lineId(), milestone.source(), milestone.milestoneId())),
        contract.contractId(),
        line.lineId(),
        BillingModel.MILESTONE,
        milestone.completedOn(),
        line.amount(),
        milestone.source() + ":" + milestone.milestoneId(),
        milestone.acceptanceReference(),
        line.description());
  }
}
