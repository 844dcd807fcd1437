package io.throughline.journey.changeorder;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

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
   */
  public record Standing(WonDeal terms, int version, String projectId, String customerId, String contractId, String erpProjectId, String scheduleId, Map<String, String> work) {

    public Standing {
      work = work == null ? Map.of() : Map.copyOf(work);
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
