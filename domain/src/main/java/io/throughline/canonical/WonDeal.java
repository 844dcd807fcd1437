package io.throughline.canonical;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A deal that the firm has won: what was sold, to whom, by which of its legal entities.
 *
 * <p>Money: text in {@code currency}. Dates: calendar days in {@code zone}. Idempotency key: {@code dealId}; a higher {@code version}
 * supersedes. Source: CRM or CPQ.
 *
 * @param masterDealId the deal of which this is the part of one of our legal entities; absent: it is whole
 * @param amendsDealId the won deal whose terms this one changes, from {@code startOn} on: a change order; absent: it is a deal of its own
 * @param treatment of a change order: how its revenue follows
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
    List<QuoteLine> lines,
    String masterDealId,
    String amendsDealId,
    Treatment treatment) {

  /** How the revenue of a change follows, as the what-if names it. */
  public enum Treatment {
    SEPARATE,
    PROSPECTIVE,
    CUMULATIVE_CATCH_UP
  }

  public WonDeal {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  public WonDeal billedAs(String customer) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, startOn, endOn, approval, signatureRequired, client.billedAs(customer), lines, masterDealId,
        amendsDealId, treatment);
  }

  /** As the CRM knows it. */
  public String crmDealId() {
    return masterDealId == null ? dealId : masterDealId;
  }

  /**
   * One deal for each of our legal entities that delivers a part of it, in the order of the lines: its lines, their sum, an id of its own
   * below the master's. Empty where one entity delivers all.
   */
  public List<WonDeal> parts() {
    var entities = lines.stream().map(this::entity).distinct().toList();
    return entities.size() < 2 ? List.of() : entities.stream().map(this::part).toList();
  }

  /**
   * These terms with a change order in force: a line that amends another stands in its place under its id, one amended to nothing is gone, the
   * others are added.
   */
  public WonDeal amendedBy(WonDeal change) {
    var now = new LinkedHashMap<String, QuoteLine>();
    for (var line : lines) now.put(line.lineId(), line);
    for (var line : change.lines) {
      if (line.ends()) now.remove(line.soldAs());
      else now.put(line.soldAs(), line.inPlaceOf(now.get(line.soldAs())));
    }
    var until = change.endOn != null && change.endOn.isAfter(endOn) ? change.endOn : endOn;
    var standing = List.copyOf(now.values());
    return new WonDeal(
        dealId, version, name, wonOn, currency, sum(standing, value), contractingEntity, template, zone, startOn, until, approval, signatureRequired, client, standing, masterDealId, amendsDealId, treatment);
  }

  public WonDeal endingOn(LocalDate day) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, startOn, day, approval, signatureRequired, client, lines, masterDealId, amendsDealId, treatment);
  }

  /** What the lines add up to, at the scale of the deal. */
  private static String sum(List<QuoteLine> lines, String like) {
    var sum = lines.stream().map(QuoteLine::amount).filter(java.util.Objects::nonNull).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.setScale(Math.max(sum.scale(), new BigDecimal(like).scale()), java.math.RoundingMode.UNNECESSARY).toPlainString();
  }

  /** What was signed is the master. */
  private WonDeal part(String entity) {
    var own = lines.stream().filter(line -> entity.equals(entity(line))).toList();
    var sum = own.stream().map(QuoteLine::amount).filter(java.util.Objects::nonNull).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new WonDeal(dealId + "/" + entity, version, name + ", " + entity, wonOn, currency, sum.toPlainString(), entity, template, zone, startOn, endOn, approval, null, client, own, dealId, amendsDealId, treatment);
  }

  private String entity(QuoteLine line) {
    return line.entity() == null ? String.valueOf(contractingEntity) : line.entity();
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
