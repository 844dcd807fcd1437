package io.throughline.canonical;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A deal that the firm has won: what was sold, to whom, by which of its legal entities.
 *
 * <p>Money: text in {@code currency}. Dates: calendar days in {@code zone}. Idempotency key: {@code dealId}; a higher {@code version}
 * supersedes. Source: CRM or CPQ.
 *
 * @param signatureRequired whether the contract has to be signed in the document system before anything is opened; absent: it has not
 */
public record WonDeal(
    String dealId,
    String version,
    String name,
    LocalDate wonOn,
    String currency,
    String value,
    String contractingEntity,
    String template,
    String zone,
    LocalDate startOn,
    LocalDate endOn,
    Approval approval,
    Boolean signatureRequired,
    ClientAccount client,
    List<QuoteLine> lines) {

  public WonDeal {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  public WonDeal billedAs(String customer) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, startOn, endOn, approval, signatureRequired, client.billedAs(customer), lines);
  }

  /** Who agreed to the terms, and when. */
  public record Approval(State state, String by, Instant at) {

    /** Where the approval stands. */
    public enum State {
      APPROVED,
      PENDING,
      REJECTED
    }
  }
}
