package io.throughline.books;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.QuoteLine;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.ContractVersion.InvoicePer;
import io.throughline.finance.RateVersion;
import io.throughline.finance.ScopeBinding;
import io.throughline.finance.UnitPrice;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The contract of a live engagement, as the rules read it: the sold terms, bound to the project's own tasks and milestones. */
@ApplicationScoped
class Contracts {

  /** Days to pay where the deal does not say. */
  private static final int USUAL_TERMS = 30;

  @Inject Sql sql;

  /** A contract, and which quote line each piece of work belongs to. */
  record Live(Engagement engagement, ContractVersion contract, Map<String, String> lineOfWork) {}

  Live of(Engagement engagement) {
    var lineOfWork = new HashMap<String, String>();
    record Work(String theirs, String ours) {}
    sql.list(
            row -> new Work(row.text("theirs"), row.text("ours")),
            "select theirs, ours from crosswalk where kind = 'planWork' and system = ? and thread_id = ?",
            engagement.projectSystem(), engagement.threadId())
        .forEach(work -> lineOfWork.put(work.theirs(), work.ours().substring(work.ours().indexOf(':') + 1)));
    return new Live(engagement, contract(engagement, lineOfWork), lineOfWork);
  }

  private static ContractVersion contract(Engagement engagement, Map<String, String> lineOfWork) {
    var terms = engagement.terms();
    var client = terms.client();
    var lines =
        lineOfWork.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(work -> terms.lines().stream().filter(sold -> sold.lineId().equals(work.getValue())).map(sold -> line(engagement, sold, work.getKey())))
            .collect(Collectors.toCollection(ArrayList::new));
    terms.lines().stream().filter(QuoteLine::billsExpenses).map(sold -> expenses(engagement, sold)).forEach(lines::add);
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
        lines);
  }

  /** No work is planned for what is spent: the line takes whatever is spent for the project. */
  private static ContractLine expenses(Engagement engagement, QuoteLine sold) {
    var markup = sold.markupPercent() == null ? null : new BigDecimal(sold.markupPercent());
    var cap = sold.capAmount() == null ? null : Money.of(sold.capAmount(), engagement.currency());
    return ContractLine.expenses(sold.lineId(), engagement.projectId(), sold.description(), sold.workstream(), sold.purchaseOrder(), markup, cap);
  }

  private static ContractLine line(Engagement engagement, QuoteLine sold, String workId) {
    var currency = engagement.currency();
    if (!sold.billsTime()) {
      return ContractLine.milestone(sold.lineId(), engagement.projectId(), workId, sold.description(), sold.workstream(), sold.purchaseOrder(), Money.of(sold.amount(), currency));
    }
    var rate = new RateVersion(sold.lineId(), 1, engagement.terms().startOn(), null, null, null, UnitPrice.perHour(sold.ratePerHour(), currency));
    var cap = sold.capAmount() == null ? null : Money.of(sold.capAmount(), currency);
    return ContractLine.time(sold.lineId(), ScopeBinding.task(engagement.projectId(), workId), sold.description(), sold.workstream(), sold.purchaseOrder(), List.of(rate), cap);
  }
}
