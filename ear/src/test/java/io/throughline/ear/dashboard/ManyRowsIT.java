package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Ten thousand rows are ten thousand rows in the database, never in the page. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class ManyRowsIT {

  private static final int MOST_ELEMENTS = 4_000;

  @Test
  void aPageDrawsHundredsOfRowsWhereThereAreTenThousand(HubFixture hub) throws SQLException {
    var thread = Deal.won(hub, "Vast").awaitOpening("done").thread();
    try (var operator = Browser.signedIn(hub, "operator")) {
      run(hub, "insert into crosswalk (kind, ours, system, theirs, thread_id, recorded_at) select 'task', 'vast-' || n, 'kantata', 'vast-' || n, '" + thread + "', now() from generate_series(1, 10000) n");
      run(hub, "insert into exception_item (subject, subject_id, thread_id, code, reason, owner, amount, currency, state, raised_at, resolved_at, resolved_by)"
          + " select 'time-entry', 'vast-' || n, '" + thread + "', 'VAST', 'One of ten thousand, no. ' || n, 'operator', n, 'EUR', 'resolved', now(), now(), 'test' from generate_series(1, 10000) n");

      operator.open("engagements/" + thread);
      assertThat(operator.count("section[aria-label='Its ids in each system'] tbody tr")).isLessThanOrEqualTo(100);
      assertThat(operator.count("ol.timeline > li")).isLessThanOrEqualTo(100);
      assertThat(operator.text("Its ids in each system")).as("the hub itself answers no more than a thousand ids of a thread").contains("100 of 1,001 shown").containsPattern("Shown are the first 1,000 of 10,\\d\\d\\d\\.");
      assertThat(operator.count("*")).as("elements of the whole page").isLessThan(MOST_ELEMENTS);
      operator.click(By.xpath("//section[@aria-label='Its ids in each system']//button[starts-with(., 'Show 100 more')]"));
      assertThat(operator.count("section[aria-label='Its ids in each system'] tbody tr")).isEqualTo(200);

      operator.open("exceptions?state=resolved&code=VAST");
      assertThat(operator.count("tbody tr:not(.group)")).isEqualTo(50);
      operator.see("//td[contains(., 'no. 10000')]");
      operator.follow("Next page");
      operator.see("//td[contains(., 'no. 9950')]");
      assertThat(operator.count("tbody tr:not(.group)")).isEqualTo(50);
      operator.follow("Next page");
      operator.see("//td[contains(., 'no. 9900')]");
      operator.follow("Previous page");
      operator.see("//td[contains(., 'no. 9950')]");
      operator.follow("Previous page");
      operator.see("//td[contains(., 'no. 10000')]");
      assertThat(operator.page()).doesNotContain("Previous page");
      assertThat(operator.complaints()).isEmpty();
    } finally {
      run(hub, "delete from crosswalk where kind = 'task' and ours like 'vast-%'");
      run(hub, "delete from exception_item where code = 'VAST'");
    }
  }

  @Test
  void aListOfTenThousandEngagementsComesInPages(HubFixture hub) throws SQLException {
    try (var operator = Browser.signedIn(hub, "operator")) {
      run(hub, "insert into engagement (thread_id, deal_system, deal_id, name, client, contracting_entity, currency, value, state, won_at)"
          + " select 'T-vast-' || n, 'salesforce', 'vast-' || n, 'One of ten thousand, no. ' || n, 'Vast', 'TL-DE', 'EUR', 1000000000 + n, 'active', now() from generate_series(1, 10000) n");
      run(hub, "insert into tally (thread_id, currency, folded, approved, unbilled, unbilled_at_rate) select 'T-vast-' || n, 'EUR', true, n, n, n * 6000 from generate_series(1, 10000) n");

      for (var address : new String[] {"money/EUR?part=sold", "money/EUR?part=unbilled", "hours?part=unbilled", "finance/earned"}) {
        operator.open(address);
        operator.see("//td[contains(., 'no. 10000')]");
        assertThat(operator.count("tbody tr:not(.group)")).as(address).isEqualTo(50);
        operator.follow("Next page");
        operator.see("//td[contains(., 'no. 9950')]");
        assertThat(operator.count("tbody tr:not(.group)")).as("second page of " + address).isEqualTo(50);
        assertThat(operator.count("*")).as("elements of " + address).isLessThan(MOST_ELEMENTS);
      }
      assertThat(operator.complaints()).isEmpty();
    } finally {
      run(hub, "delete from tally where thread_id like 'T-vast-%'");
      run(hub, "delete from engagement where thread_id like 'T-vast-%'");
    }
  }

  private static void run(HubFixture hub, String sql) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
