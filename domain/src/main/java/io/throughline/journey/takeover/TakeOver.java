package io.throughline.journey.takeover;

import io.throughline.canonical.WonDeal;
import java.time.LocalDate;
import java.util.List;

/**
 * An engagement that was carried on elsewhere, and is carried on here from a day on.
 *
 * <p>Idempotency key: the deal. Source: a person of finance, who proposes it; another one approves it.
 *
 * @param deal as the CRM tells it, whole
 * @param from the first day whose work, periods and costs count here, in the deal's zone; what was done before is settled where it was
 * @param projectId the project that delivery works in
 * @param lines what each sold line has there, and what was billed of it
 * @param by who proposes it
 */
public record TakeOver(WonDeal deal, LocalDate from, String projectId, List<Line> lines, String by) {

  public TakeOver {
    lines = lines == null ? List.of() : List.copyOf(lines);
  }

  /**
   * A sold line where it was carried on so far.
   *
   * @param billed net, in the deal's currency, through the day before; absent: nothing. Periods say by themselves which of them are left
   * @param work the tasks of a line that bills time or periods, the milestone of one that bills an amount, as delivery names them; none for expenses
   */
  public record Line(String lineId, String billed, List<String> work) {

    public Line {
      work = work == null ? List.of() : List.copyOf(work);
    }
  }

  /** What stays where it was. */
  public Remainder remainder() {
    return Remainder.of(this);
  }

  /** The terms that are carried on here. */
  public WonDeal left() {
    return remainder().of(deal);
  }
}
