package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is found by a part of what it is called, where few and where many engagements are called so. */
@ExtendWith(SharedHub.class)
class SearchIT {

  /** More than are named one by one. */
  private static final int MANY = 5200;

  @BeforeEach
  void fill(HubFixture hub) throws SQLException {
    run(hub, "insert into engagement (thread_id, deal_system, deal_id, name, client, contracting_entity, currency, value, state, won_at)"
        + " select 'T-grebe-' || n, 'salesforce', 'grebe-' || n, 'Great Crested ' || n, 'Grebe', 'TL-DE', 'EUR', 1, 'undone', now() from generate_series(1, " + MANY + ") n");
    hub.tamper("document", "insert into document (id, thread_id, origin, type, journey_id, state, currency, net, invoiced_on, due_on, number, created_at)"
        + " select 'D-gr-' || n, 'T-grebe-' || n, 'time', 'invoice', 'J', 'discarded', 'EUR', 1, current_date, current_date, 'G_R%' || n || '\\', now() from generate_series(1, " + MANY + ", " + (MANY - 1) + ") n");
    run(hub, "insert into exception_item (subject, subject_id, thread_id, code, reason, owner, state, raised_at, resolved_at)"
        + " select 'time-entry', 'gr-' || n, 'T-grebe-' || n, 'SOUGHT', 'no. ' || n, 'operator', 'resolved', now(), now() from generate_series(1, " + MANY + ", " + (MANY - 1) + ") n");
  }

  @AfterEach
  void empty(HubFixture hub) throws SQLException {
    run(hub, "delete from exception_item where code = 'SOUGHT'");
    hub.tamper("document", "delete from document where id like 'D-gr-%'");
    run(hub, "delete from engagement where thread_id like 'T-grebe-%'");
  }

  @Test
  void whatBelongsToAnEngagementIsFoundByItWhetherFewOrManyAreCalledSo(HubFixture hub) {
    assertThat(invoices(hub, "GREBE")).containsExactlyInAnyOrder("D-gr-1", "D-gr-" + MANY);
    assertThat(exceptions(hub, "GREBE")).containsExactlyInAnyOrder("gr-1", "gr-" + MANY);
    assertThat(invoices(hub, "crested " + MANY)).containsExactly("D-gr-" + MANY);
    assertThat(exceptions(hub, "crested " + MANY)).containsExactly("gr-" + MANY);
    assertThat(hub.as("finance").get("/api/experience/v1/finance/engagements?like=crested%20" + MANY).json().get("items").findValuesAsText("threadId")).containsExactly("T-grebe-" + MANY);
  }

  @Test
  void anEngagementAndAnExceptionAreFoundByTheWholeNumberOfADocumentOnly(HubFixture hub) {
    assertThat(exceptions(hub, "g_r%1\\")).containsExactly("gr-1");
    assertThat(exceptions(hub, "g_r%1")).isEmpty();
    assertThat(hub.as("finance").get("/api/experience/v1/finance/engagements?like=d-GR-1").json().get("items").findValuesAsText("threadId")).containsExactly("T-grebe-1");
  }

  @Test
  void signsOfAPatternAreLettersLikeOthers(HubFixture hub) {
    assertThat(invoices(hub, "_r%" + MANY + "\\")).containsExactly("D-gr-" + MANY);
    for (var none : List.of("g%" + MANY, "gxr%" + MANY, "g_r" + MANY)) assertThat(invoices(hub, none)).as(none).isEmpty();
  }

  private static List<String> invoices(HubFixture hub, String like) {
    return ids(hub, "finance/invoices?limit=200&like=" + encoded(like), "id");
  }

  private static List<String> exceptions(HubFixture hub, String like) {
    return ids(hub, "operations/exceptions?limit=200&state=all&like=" + encoded(like), "subjectId");
  }

  private static List<String> ids(HubFixture hub, String list, String field) {
    var ids = new ArrayList<String>();
    hub.as("admin").get("/api/experience/v1/" + list).json().get("items").forEach(item -> ids.add(item.get(field).asText()));
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void run(HubFixture hub, String sql) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
