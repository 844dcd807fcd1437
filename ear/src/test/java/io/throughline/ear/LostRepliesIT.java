package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replies that come too early, or never. */
@ExtendWith(SharedHub.class)
class LostRepliesIT {

  /** Broker and database each show a transaction when they commit it: a fast system answers before the journey that asked it is to be seen. */
  @Test
  void aReplyBeforeItsJourneyComesAgain(HubFixture hub) throws SQLException {
    hub.plant("journeys", "{\"journeyId\":\"J-early\",\"threadId\":\"T-early\",\"key\":\"key-early\",\"system\":\"netsuite\",\"operation\":\"findCustomer\",\"kind\":\"done\",\"answer\":{},\"fields\":[]}");
    await("it was not taken").atMost(Deal.SOON).until(() -> logged(hub, "is here before its journey J-early"));
    assertThat(hub.messages("journeys")).isEqualTo(1);

    run(hub, "insert into journey (id, plan, plan_version, business_key, thread_id, trigger_body, state, started_at, changed_at) values ('J-early', 'time-to-invoice', 1, 'early', 'T-early', '{}', 'done', now(), now())");
    try {
      await("it comes again").atMost(Deal.SOON).until(() -> hub.messages("journeys") == 0);
      assertThat(hub.messages("DLQ")).isZero();
    } finally {
      run(hub, "delete from journey where id = 'J-early'");
    }
  }

  /** What a broker without its journal, or an old backup, leaves behind. */
  @Test
  void whatIsLateIsAskedAgainFromTheDesk(HubFixture hub) throws SQLException {
    operate(hub, "pause");
    var deal = Deal.won(hub, "Lost letter");
    await("it waits for the ERP").atMost(Deal.SOON).until(() -> hub.number("select count(*) from waiting w join engagement e using (thread_id) where e.deal_id = '" + deal.id + "'") == 1);
    run(hub, "delete from waiting where thread_id = '" + deal.thread() + "'");
    operate(hub, "resume");
    var late = "select %s from exception_item where code = 'LATE' and subject_id = '" + deal.journey() + "' and state = 'open'";
    await("it is told as late").atMost(Deal.SOON).until(() -> hub.number(late.formatted("count(*)")) == 1);
    assertThat(deal.stateOfOpening()).isEqualTo("running");

    var asked = hub.as("operator").post("/api/experience/v1/operations/exceptions/" + hub.number(late.formatted("id")) + "/resume", "");

    assertThat(asked.status()).as(asked.body()).isLessThan(300);
    deal.awaitOpening("done");
    await("the item ends by itself").atMost(Deal.SOON).until(() -> hub.number(late.formatted("count(*)")) == 0);
    assertThat(hub.number("select count(*) from audit where action = 'ask-again' and subject = 'journey:" + deal.journey() + "'")).isEqualTo(1);
    Holds.everyProof(hub);
  }

  private static boolean logged(HubFixture hub, String words) {
    try (var lines = Files.lines(hub.log())) {
      return lines.anyMatch(line -> line.contains(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void operate(HubFixture hub, String what) {
    var answer = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/" + what, "{}");
    assertThat(answer.status()).as(what + ": " + answer.body()).isLessThan(300);
  }

  private static void run(HubFixture hub, String sql) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
