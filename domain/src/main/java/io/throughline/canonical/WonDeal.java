package io.throughline.canonical;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A deal that the firm has won: what was sold, to whom, by which of its legal entities.
 *
 * <p>Money: text in {@code currency}. Dates: calendar days in {@code zone}. Idempotency key: {@code dealId}; a higher {@code version}
 * supersedes. Source: CRM or CPQ.
 *
 * @param masterDealId the deal of which this is the part of one of our legal entities; absent: it is whole
 * @param amendsDealId the won deal whose terms this one changes, from {@code startOn} on: a change order; absent: it is a deal of its own
 * @param treatment of a change order: how its revenue follows
 * @param stage where the CRM has it now; absent: won
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
    Treatment treatment,
    Stage stage) {

  /** Where a deal stands; one that was won may be opened again, or lost after all. */
  public enum Stage {
    OPEN,
    WON,
    LOST
  }

  /** How the revenue of a change follows, as the what-if names it. */
  public enum Treatment {
    SEPARATE,
    PROSPECTIVE,
    CUMULATIVE_CATCH_UP
  }

  public WonDeal {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  public boolean won() {
    return stage == null || stage == Stage.WON;
  }

  public Optional<QuoteLine> line(String lineId) {
    return lines.stream().filter(line -> line.lineId().equals(lineId)).findFirst();
  }

  public WonDeal billedAs(String customer) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, startOn, endOn, approval, signatureRequired, client.billedAs(customer), lines, masterDealId,
        amendsDealId, treatment, stage);
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
    return lines.stream().map(this::entity).distinct().count() < 2 ? List.of() : parts(this::entity, null);
  }

  /**
   * A change order of such a deal, by the part that it changes: a line that amends another goes to the entity that has it. Each is signed as the
   * whole is.
   *
   * @param sold the entity that has each line
   */
  public List<WonDeal> changesOfParts(Map<String, String> sold) {
    return parts(line -> sold.getOrDefault(line.soldAs(), entity(line)), signatureRequired);
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
        dealId, version, name, wonOn, currency, sum(standing, value), contractingEntity, template, zone, startOn, until, approval, signatureRequired, client, standing, masterDealId, amendsDealId, treatment, stage);
  }

  public WonDeal amending(String deal) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, startOn, endOn, approval, signatureRequired, client, lines, masterDealId, deal, treatment, stage);
  }

  public WonDeal endingOn(LocalDate day) {
    return lasting(startOn, day);
  }

  public WonDeal lasting(LocalDate from, LocalDate through) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, value, contractingEntity, template, zone, from, through, approval, signatureRequired, client, lines, masterDealId, amendsDealId, treatment, stage);
  }

  /** These lines instead, and what they come to. */
  public WonDeal selling(List<QuoteLine> others) {
    return new WonDeal(
        dealId, version, name, wonOn, currency, sum(others, value), contractingEntity, template, zone, startOn, endOn, approval, signatureRequired, client, others, masterDealId, amendsDealId, treatment, stage);
  }

  /** What the lines add up to, at the scale of the deal. */
  private static String sum(List<QuoteLine> lines, String like) {
    var sum = lines.stream().map(QuoteLine::amount).filter(java.util.Objects::nonNull).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.setScale(Math.max(sum.scale(), new BigDecimal(like).scale()), java.math.RoundingMode.UNNECESSARY).toPlainString();
  }

  private List<WonDeal> parts(Function<QuoteLine, String> entityOf, Boolean signed) {
    var own = new LinkedHashMap<String, List<QuoteLine>>();
    for (var line : lines) own.computeIfAbsent(entityOf.apply(line), entity -> new ArrayList<>()).add(line);
    return own.entrySet().stream().map(part -> part(part.getKey(), part.getValue(), signed)).toList();
  }

  private WonDeal part(String entity, List<QuoteLine> own, Boolean signed) {
    var sum = own.stream().map(QuoteLine::amount).filter(java.util.Objects::nonNull).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    var amends = amendsDealId == null ? null : partId(amendsDealId, entity);
    return new WonDeal(partId(dealId, entity), version, name + ", " + entity, wonOn, currency, sum.toPlainString(), entity, template, zone, startOn, endOn, approval, signed, client, own, dealId, amends, treatment, stage);
  }

  private static String partId(String dealId, String entity) {
    return dealId + "/" + entity;
  }

  /** The deal that the whole amends of which this may be a part. */
  public String wholeAmended() {
    return masterDealId == null ? amendsDealId : amendsDealId.substring(0, amendsDealId.length() - contractingEntity.length() - 1);
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
