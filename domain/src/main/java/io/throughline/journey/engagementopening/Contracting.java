package io.throughline.journey.engagementopening;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.finance.RecurringFee.Span;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Erp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the ERP is asked: the customer, the project with its dimensions, the billing schedule, the contract. */
public final class Contracting {

  private Contracting() {}

  static Command findCustomer(Story<WonDeal> story) {
    var client = story.trigger().client();
    return new Erp.FindCustomer(customerReference(story), client == null ? null : client.taxId(), story.trigger().contractingEntity(), client == null ? null : client.legalName());
  }

  static List<Command> createCustomer(Story<WonDeal> story) {
    if (Match.customer(story).isPresent()) return List.of();
    var deal = story.trigger();
    var client = deal.client();
    return List.of(
        new Erp.CreateCustomer(
            customerReference(story),
            client.legalName(),
            client.taxId(),
            client.address().street(),
            client.address().city(),
            client.address().postalCode(),
            client.country(),
            deal.currency(),
            deal.contractingEntity(),
            client.paymentTermsDays()));
  }

  static List<Command> deactivateCustomer(Story<WonDeal> story) {
    return story.said("create-customer", "customerId").<List<Command>>map(id -> List.of(new Erp.DeactivateCustomer(id))).orElse(List.of());
  }

  static List<Command> openErpProject(Story<WonDeal> story) {
    var deal = story.trigger();
    return List.of(
        new Erp.OpenErpProject(story.threadId(), story.threadId(), EngagementOpening.customer(story), deal.name(), deal.contractingEntity(), deal.currency(), deal.startOn(), deal.endOn()));
  }

  static List<Command> closeErpProject(Story<WonDeal> story) {
    return List.of(new Erp.CloseErpProject(said(story, "open-erp-project", "erpProjectId")));
  }

  static List<Command> scheduleBilling(Story<WonDeal> story) {
    var deal = story.trigger();
    var instalments = instalments(deal);
    return List.of(new Erp.ScheduleBilling(story.threadId(), story.threadId(), deal.name(), instalments.isEmpty() ? "monthly" : "milestone", instalments));
  }

  static List<Command> cancelBillingSchedule(Story<WonDeal> story) {
    return List.of(new Erp.CancelBillingSchedule(said(story, "schedule-billing", "scheduleId")));
  }

  static List<Command> openContract(Story<WonDeal> story) {
    var deal = story.trigger();
    return List.of(
        new Erp.OpenContract(
            story.threadId(),
            story.threadId(),
            EngagementOpening.customer(story),
            said(story, "open-erp-project", "erpProjectId"),
            said(story, "schedule-billing", "scheduleId"),
            deal.contractingEntity(),
            deal.currency(),
            deal.wonOn(),
            purchaseOrder(deal),
            items(deal)));
  }

  static List<Command> closeContract(Story<WonDeal> story) {
    return List.of(new Erp.CloseContract(said(story, "open-contract", "contractId")));
  }

  static List<Erp.Instalment> instalments(WonDeal deal) {
    return instalments(deal, line -> Subscriptions.spans(deal, line));
  }

  /**
   * What falls due by itself, in the order sold.
   *
   * @param periods those of a subscription
   */
  public static List<Erp.Instalment> instalments(WonDeal deal, Function<QuoteLine, List<Span>> periods) {
    return billed(deal).filter(line -> !line.billsTime() && !line.billsExpenses()).flatMap(line -> line.billsPeriods() ? periods(line, periods.apply(line)) : Stream.of(new Erp.Instalment(line.lineId(), line.dueOn(), line.amount()))).toList();
  }

  private static Stream<Erp.Instalment> periods(QuoteLine line, List<Span> spans) {
    return spans.stream().map(span -> new Erp.Instalment(line.lineId(), span.dueOn(line.periods().inAdvance()), span.amount().amount().toPlainString()));
  }

  public static List<Erp.ContractItem> items(WonDeal deal) {
    return billed(deal).map(Contracting::item).toList();
  }

  /** But for what is left to cover work only. */
  private static Stream<QuoteLine> billed(WonDeal deal) {
    return deal.lines().stream().filter(line -> line.billsTime() || line.billsExpenses() || !line.nothingLeft());
  }

  /** The first that a line names. */
  public static String purchaseOrder(WonDeal deal) {
    return deal.lines().stream().map(QuoteLine::purchaseOrder).filter(po -> po != null).findFirst().orElse(null);
  }

  /** One billing account a client and contracting entity. */
  private static String customerReference(Story<WonDeal> story) {
    var client = story.trigger().client();
    return (client == null ? story.trigger().dealId() : client.accountId()) + ":" + story.trigger().contractingEntity();
  }

  private static Erp.ContractItem item(QuoteLine line) {
    var hours = line.billsTime() ? BigDecimal.valueOf(line.plannedMinutes()).divide(BigDecimal.valueOf(60), 4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() : "1";
    var price = line.billsTime() ? line.ratePerHour() : line.amount();
    return new Erp.ContractItem(line.lineId(), line.billing().word(), line.description(), hours, price, line.amount(), line.purchaseOrder(), line.workstream());
  }

  private static String said(Story<WonDeal> story, String step, String word) {
    return story.said(step, word).orElseThrow();
  }
}
