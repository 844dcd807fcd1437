package io.throughline.finance.whatif;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Who bills work of a day and who pays for it: our entity, and the accounts that share the bill. */
record Payers(String entity, List<ContractFact.Share> shares) implements Comparable<Payers> {

  private static final Comparator<ContractFact.Share> ORDER = Comparator.comparing(ContractFact.Share::billingAccount).thenComparing(share -> String.valueOf(share.entity()));

  static Payers of(ContractFact contract) {
    if (contract.split().isEmpty()) return new Payers(contract.entity(), List.of(new ContractFact.Share(contract.billingAccount(), BigDecimal.valueOf(100), null)));
    return new Payers(contract.entity(), contract.split().stream().map(each -> new ContractFact.Share(each.billingAccount(), each.percent().stripTrailingZeros(), each.entity())).sorted(ORDER).toList());
  }

  boolean many() {
    return shares.size() > 1;
  }

  @Override
  public int compareTo(Payers other) {
    int byEntity = entity.compareTo(other.entity);
    return byEntity != 0 ? byEntity : toString().compareTo(other.toString());
  }

  /** Such as {@code A 60 %, B 40 % by TL-FR}. */
  @Override
  public String toString() {
    return shares.stream().map(each -> each.billingAccount() + " " + each.percent().toPlainString() + " %" + (each.entity() == null ? "" : " by " + each.entity())).collect(Collectors.joining(", "));
  }
}
