package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Period;
import io.throughline.canonical.RoundingPolicy;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * The approved terms of one contract in one version.
 *
 * @param entity the contracting legal entity of ours
 * @param billingAccount who is billed
 * @param approved whether these terms are agreed; nothing is billed before
 * @param term days on which work may be done
 * @param invoicePer what shares an invoice
 */
public record ContractVersion(
    String contractId,
    int version,
    String threadId,
    String entity,
    String billingAccount,
    Currency currency,
    Period term,
    boolean approved,
    int paymentTermsDays,
    RoundingPolicy rounding,
    InvoicePer invoicePer,
    List<ContractLine> lines) {

  /** What shares one invoice. */
  public enum InvoicePer {
    CONTRACT,
    PURCHASE_ORDER,
    WORKSTREAM,
    LINE
  }

  public ContractVersion {
    requireNonNull(contractId, "contractId");
    requireNonNull(currency, "currency");
    rounding = rounding == null ? RoundingPolicy.HALF_UP : rounding;
    invoicePer = invoicePer == null ? InvoicePer.CONTRACT : invoicePer;
    lines = List.copyOf(lines);
    if (lines.stream().map(ContractLine::lineId).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("not a contract: a line id is used twice");
    }
    if (term == null) throw new IllegalArgumentException("not a contract: no term");
  }

  public Optional<ContractLine> line(String lineId) {
    return lines.stream().filter(line -> line.lineId().equals(lineId)).findFirst();
  }
}
