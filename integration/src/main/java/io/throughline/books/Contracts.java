package io.throughline.books;

import io.throughline.canonical.Period;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion.InvoicePer;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.RecurringFee;
import io.throughline.thread.ContractVersions.Version;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.Crosswalk;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract of a live engagement, as the rules read it: the sold terms with their change orders, bound to the project's own tasks and milestones. */
@ApplicationScoped
class Contracts {

  /** Days to pay where the deal does not say. */
  private static final int USUAL_TERMS = 30;

  @Inject Crosswalk crosswalk;
  @Inject ContractVersions versions;

  /**
   * A contract as it stands.
   *
   * @param sold the lines of what was sold at first, through {@code soldThrough}
   * @param changes the change orders in force
   * @param recurring what the lines that bill periods come to a period, and the minutes that they include, from which day on
   */
  record Live(Engagement engagement, ContractVersion contract, List<ContractLine> sold, LocalDate soldThrough, List<Change> changes, Map<String, List<RecurringFee.Agreed>> recurring) {

    /** The lines whose periods include a number of minutes, in force. */
    List<ContractLine> retainers() {
      return contract.lines().stream().filter(line -> line.billing() == BillingModel.RETAINER && recurring.containsKey(line.lineId())).toList();
    }

    /** The periods of a line in force that bills them, through the contract's last day. */
    List<RecurringFee.Span> periods(ContractLine line) {
      return RecurringFee.spans(line.periods(), recurring.get(line.lineId()), contract.term(), contract.term().through(), contract.rounding());
    }
  }

  /** A change order in force, with the lines that it adds or puts in the place of others. */
  record Change(Version version, List<ContractLine> lines) {}

  Live of(Engagement engagement) {
    var works = new HashMap<String, List<String>>();
    crosswalk.pairs("planWork", engagement.projectSystem(), engagement.threadId()).forEach(work -> works.computeIfAbsent(work.ours().substring(work.ours().indexOf(':') + 1), line -> new ArrayList<>()).add(work.theirs()));
    var lines = new VersionedLines(engagement, works, versions.of(engagement.threadId()));
    return new Live(engagement, contract(engagement, lines), lines.sold(), lines.soldThrough(), lines.changes(), lines.recurring());
  }

  private static ContractVersion contract(Engagement engagement, VersionedLines lines) {
    var terms = engagement.terms();
    var client = terms.client();
    return new ContractVersion(
        engagement.threadId(),
        1,
        engagement.threadId(),
        terms.contractingEntity(),
        engagement.customerId(),
        java.util.Currency.getInstance(terms.currency()),
        new Period(terms.startOn(), terms.endOn()),
        true,
        client.paymentTermsDays() == null ? USUAL_TERMS : client.paymentTermsDays(),
        null,
        client.purchaseOrderRequired() ? InvoicePer.PURCHASE_ORDER : InvoicePer.CONTRACT,
        lines.current());
  }
}
