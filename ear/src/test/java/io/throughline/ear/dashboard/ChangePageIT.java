package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Change;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only some threads and systems have: versions of the contract, assignments, signed contracts, subscriptions. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class ChangePageIT {

  @Test
  void aThreadShowsTheVersionsOfItsContractAndWhereEachStands(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Larch").awaitOpening("done");
    var done = Change.won(hub, deal, "separate").await("done");
    var pending = Change.won(hub, deal, "Larch, not approved", terms -> {
      terms.put("approval", "pending");
      Change.first(terms, 1);
    }).await("held");

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread());
      finance.sees("Versions of the contract", "€64,200.00");
      assertThat(finance.text("Versions of the contract")).contains("as sold", "€42,000.00", done.id, pending.id, "In force", "Pending", "Held", "Larch, not approved");
      assertThat(finance.tooWide()).isEmpty();
      assertThat(finance.barriers()).isEmpty();
      assertThat(finance.complaints()).isEmpty();
    }
  }

  /** Rows as the journeys behind them write them; those are tried where they run. */
  @Test
  void aThreadShowsWhoIsToWorkForItAndWhatWasSigned(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Maple").awaitOpening("done");
    run(hub, "insert into person (source, person_id, email, name, state, version) values ('page', 'P-77', 'pia@page.example', 'Pia Page', 'active', '1')");
    run(hub, "insert into assignment (thread_id, reference, source, person_id, member_id, role, minutes, start_on, end_on, planned_revenue, currency, journey_id, assigned_at) values ('" + deal.thread() + "', '" + deal.thread() + ":L', 'page', 'P-77', 'M-77', 'Consultant', 2400, '2026-09-07', '2026-09-18', 6000, 'EUR', 'J-page', now())");
    run(hub, "insert into signed_document (system, signature_id, thread_id, name, sha256, bytes, media_type, completed_at, kept_at, filed_in, file_id) values ('docusign', 'E-77', '" + deal.thread() + "', 'Master agreement', repeat('ab', 32), 12345, 'application/pdf', now(), now(), 'sharepoint', 'F-77')");

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread());
      finance.sees("Who is to work for it", "Pia Page");
      assertThat(finance.text("Who is to work for it")).contains("Consultant", "40", "€6,000.00");
      assertThat(finance.text("Signed contracts")).contains("Master agreement", "12,345 bytes", "abab", "E-77", "sharepoint", "F-77");
      assertThat(finance.tooWide()).isEmpty();
      assertThat(finance.barriers()).isEmpty();
      assertThat(finance.complaints()).isEmpty();
    } finally {
      run(hub, "delete from assignment where person_id = 'P-77'; delete from person where person_id = 'P-77'; delete from signed_document where signature_id = 'E-77'");
    }
  }

  @Test
  void aSystemShowsItsSubscriptions(HubFixture hub) throws Exception {
    run(hub, "insert into subscription (system, scope, subscription_id, seen_at, drifts, drift, drift_at) values ('netsuite', 'account', 'S-77', now(), 2, 'twice', now()), ('netsuite', 'P-9', null, null, 0, null, null)");

    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("systems/netsuite");
      operator.sees("Subscriptions", "S-77");
      assertThat(operator.text("Subscriptions")).contains("the account", "project P-9", "asked for", "never");
      assertThat(operator.tooWide()).isEmpty();
      assertThat(operator.barriers()).isEmpty();
      assertThat(operator.complaints()).isEmpty();
    } finally {
      run(hub, "delete from subscription where system = 'netsuite'");
    }
  }

  private static void run(HubFixture hub, String sql) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
