package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a proof finds is told by its amount, and leads to the engagement it is of. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class ProofsPageIT {

  @Test
  void aResidualLeadsToItsThread(HubFixture hub) throws SQLException {
    var deal = Deal.won(hub, "Alder").awaitOpening("done");
    deal.awaitQuiet();
    keep(hub, deal, 1234567);
    try (var auditor = Browser.signedIn(hub, "auditor")) {
      auditor.open("");
      auditor.sees("Proofs", "Off by 1,234,567");
      auditor.open("proofs");
      auditor.sees("Minutes", "kept sum of approved differs");
      auditor.follow(deal.thread());
      auditor.see("//h1[.='Advice for Alder']");
      assertThat(auditor.complaints()).isEmpty();
    } finally {
      keep(hub, deal, -1234567);
    }
  }

  /** A kept sum that no time entry is behind. */
  private static void keep(HubFixture hub, Deal deal, int minutes) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("insert into tally (thread_id, approved) values ('" + deal.thread() + "', " + minutes + ")")).isOne();
    }
  }
}
