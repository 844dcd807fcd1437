package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation of every journey meets a fault at its first call, one kind a run; when the fault is over the thread is complete by
 * itself, with nothing twice.
 */
@ExtendWith(SharedHub.class)
class FaultsIT {

  /** What the four journeys call, reads and polls included. */
  private static final List<String> OPERATIONS =
      List.of(
          "salesforce query", "salesforce Opportunity.update", "kantata workspaces.create", "kantata workspaces.update", "kantata workspaces.list", "kantata stories.create",
          "kantata stories.list", "kantata time_entries.list", "netsuite customer.read", "netsuite customer.upsert", "netsuite job.upsert", "netsuite billingSchedule.upsert",
          "netsuite salesOrder.upsert", "netsuite invoice.upsert", "netsuite invoice.read", "netsuite query", "netsuite customerPayment.read");

  @AfterEach
  void wellAgain(HubFixture hub) {
    hub.sandbox().delete("control/faults");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "busy | {'kind':'429','retryAfterSeconds':1}",
        "broken | {'kind':'500'}",
        "applied-but-silent | {'kind':'timeout-after-effect','millis':8000}",
        "late | {'kind':'late-landing','millis':2500,'holdMillis':500}",
        "slow | {'kind':'latency','millis':700}",
        "told twice | {'kind':'duplicate-event'}",
        "out of order | {'kind':'out-of-order-event'}"
      })
  void everyStepSurvives(String name, String fault, HubFixture hub) {
    misbehave(hub, fault.replace('\'', '"'));

    var deal = Deal.won(hub, "Fault " + name).awaitOpening("done");
    deal.approveTime("2026-09-10", 60, true);
    deal.completeMilestone("ACC-" + name);
    deal.awaitMinutes(60);
    deal.awaitPosted(1);
    deal.bill("2026-12-31");
    deal.awaitPosted(2);
    deal.pay();
    deal.awaitPaid(2);
    deal.awaitQuiet();

    assertThat(hub.number("select count(*) from waiting where thread_id = '" + deal.thread() + "'")).isZero();
    Holds.everyProof(hub);
  }

  @ParameterizedTest(name = "an outage of {0}")
  @CsvSource({"salesforce", "kantata", "netsuite"})
  void anOutageHoldsOnlyItsOwnRowsAndHealsByItself(String vendor, HubFixture hub) {
    hub.sandbox().put("control/faults", "[{\"vendor\":\"" + vendor + "\",\"kind\":\"outage\"}]");
    var before = Deal.won(hub, "Outage of " + vendor);
    if (!vendor.equals("salesforce")) {
      await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from waiting where system = '" + vendor + "'") > 0);
      assertThat(hub.number("select count(*) from waiting where system <> '" + vendor + "'")).isZero();
    }

    hub.sandbox().delete("control/faults");

    before.awaitOpening("done");
    before.awaitQuiet();
    Holds.everyProof(hub);
  }

  @Test
  void whatIsLateIsToldUntilItGoesOn(HubFixture hub) {
    hub.sandbox().put("control/faults", "[{\"vendor\":\"netsuite\",\"kind\":\"outage\"}]");
    var deal = Deal.won(hub, "Late");
    await().atMost(Deal.SOON).until(() -> deal.journey() != null);
    var told = "select count(*) from exception_item where code = 'LATE' and owner = 'operator' and reason like '% for netsuite: %' and subject_id = '" + deal.journey() + "' and state = ";
    await("the wait is told").atMost(Deal.SOON).until(() -> hub.number(told + "'open'") == 1);

    hub.sandbox().delete("control/faults");

    deal.awaitOpening("done");
    await("the item ends by itself").atMost(Deal.SOON).until(() -> hub.number(told + "'resolved'") == 1);
  }

  /** Each operation that the journeys use misbehaves once. */
  private static void misbehave(HubFixture hub, String fault) {
    var inner = fault.substring(1, fault.length() - 1);
    var faults = OPERATIONS.stream().map(one -> one.split(" ")).map(one -> "{\"vendor\":\"" + one[0] + "\",\"operation\":\"" + one[1] + "\",\"times\":1," + inner + "}").toList();
    var set = hub.sandbox().put("control/faults", faults.toString());
    assertThat(set.status()).as(set.body()).isEqualTo(200);
  }
}
