package io.throughline.journey.changeorder;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.finance.RecurringFee.Agreed;
import io.throughline.finance.RecurringFee.Span;
import io.throughline.journey.engagementopening.Subscriptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change to a running contract: what was agreed, which version it makes, and what stands until it is in force.
 *
 * @param version of the contract; what was sold at first is 1
 */
public record ContractChange(WonDeal change, int version, Standing standing) {

  /**
   * The engagement as it stands.
   *
   * @param terms in force
   * @param version in force
   * @param scheduleId of the billing schedule; absent where the ERP has none
   * @param work the piece of work of each sold line
   * @param billedBefore net, before the engagement was taken over; absent where it was opened here. What CRM and delivery call the contract's value includes it
   */
  public record Standing(WonDeal terms, int version, String projectId, String customerId, String contractId, String erpProjectId, String scheduleId, Map<String, String> work, String billedBefore) {

    public Standing {
      work = work == null ? Map.of() : Map.copyOf(work);
    }

    /** The value of terms as CRM and delivery know it. */
    String whole(WonDeal terms) {
      return billedBefore == null ? terms.value() : new BigDecimal(terms.value()).add(new BigDecimal(billedBefore)).toPlainString();
    }
  }

  /** The billing schedule of a version; that of what was sold has the contract's own. */
  public static String scheduleReference(String threadId, int version) {
    return version == 1 ? threadId : threadId + ":v" + version;
  }

  /** The terms once the change is in force. */
  public WonDeal amended() {
    return standing.terms().amendedBy(change);
  }

  /** Until when what it adds goes on. */
  public LocalDate until() {
    return change.endOn() == null ? amended().endOn() : change.endOn();
  }

  /** The lines that sell more time than before, with all their time: those that it adds, and those that it amends to more. */
  public List<QuoteLine> moreTime() {
    return amended().lines().stream().filter(line -> line.billsTime() && line.plannedMinutes() > minutesBefore(line)).toList();
  }

  private long minutesBefore(QuoteLine line) {
    return standing.terms().lines().stream().filter(sold -> sold.billsTime() && sold.lineId().equals(line.lineId())).mapToLong(QuoteLine::plannedMinutes).sum();
  }

  /** The periods of a subscription with the change: each day before its first at the price that stands, from then on at that of {@code amended}. */
  List<Span> periods(QuoteLine amended) {
    var now = Subscriptions.agreed(amended(), amended, change.startOn());
    return Subscriptions.spans(amended(), amended, sold(amended).map(sold -> List.of(standing(sold), now)).orElse(List.of(now)));
  }

  private List<Span> periodsBefore(QuoteLine sold) {
    return Subscriptions.spans(standing.terms(), sold, List.of(standing(sold)));
  }

  /** Those of them that are served from the change's first day on. */
  List<Span> periodsLeft(QuoteLine amended) {
    return left(periods(amended));
  }

  /** The same as they stand. */
  List<Span> periodsLeftBefore(QuoteLine sold) {
    return left(periodsBefore(sold));
  }

  private List<Span> left(List<Span> periods) {
    return periods.stream().filter(span -> !span.served().through().isBefore(change.startOn())).toList();
  }

  /** What a subscription comes to besides: what change orders before made of it. */
  BigDecimal besides(QuoteLine amended) {
    return sold(amended).map(sold -> new BigDecimal(sold.amount()).subtract(Subscriptions.sum(periodsBefore(sold)))).orElse(BigDecimal.ZERO);
  }

  private Agreed standing(QuoteLine sold) {
    return Subscriptions.agreed(standing.terms(), sold, standing.terms().startOn());
  }

  private Optional<QuoteLine> sold(QuoteLine line) {
    return standing.terms().line(line.soldAs());
  }

  List<QuoteLine> added() {
    return change.lines().stream().filter(line -> line.amendsLineId() == null).toList();
  }

  /** Those of them that are work. */
  List<QuoteLine> planned() {
    return added().stream().filter(line -> !line.billsExpenses()).toList();
  }

  /** Those that amend a line which is planned as work. */
  List<QuoteLine> amending() {
    return change.lines().stream().filter(line -> line.amendsLineId() != null && standing.work().containsKey(line.amendsLineId())).toList();
  }
}
