package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Roles of live engagements are matched with people by skill, availability and cost; assignments and planned revenue go back to the project. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the people of one are hired for the next too
class StaffingIT {

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start("staffing", Map.of("THROUGHLINE_ROLE_PEOPLE", "bamboohr", "THROUGHLINE_STAFFING", "true", "THROUGHLINE_NETSUITE_LEDGER_WO", "999"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  /** A setting of this hub names an account that the ERP does not have. */
  @Test
  void theOperatorIsToldWhatTheErpDoesNotKnowBeforeAPostingFails() {
    var told = "select reason from exception_item where code = 'REFERENCE_UNKNOWN' and owner = 'operator' and state = 'open'";

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'REFERENCE_UNKNOWN' and owner = 'operator' and state = 'open'") == 1);

    assertThat(hub.text(told)).isEqualTo("netsuite does not know account ledger.WO is 999 in the settings, which is not there");
  }

  @Test
  @Order(1)
  void givesTheWorkToPeopleAndWaitsForThoseWhoLack() throws Exception {
    var dear = hire("Dora Dear", "dora@firm.example", "Consultant", null, "145.00", 40);
    var skilled = hire("Sam Skilled", "sam@firm.example", "Manager", "Strategy, Consultant", "60.00", 40);
    var tooDear = hire("Tom Toodear", "tom@firm.example", "Consultant", null, "150.01", 40);
    for (var email : List.of("dora@firm.example", "sam@firm.example", "tom@firm.example", "nina@firm.example")) member(email);
    drive("approve-leave", "{\"personId\":\"" + skilled + "\",\"startOn\":\"2026-09-07\",\"endOn\":\"2026-09-11\",\"amount\":\"40\"}");
    await("people, costs, leave and members are known").atMost(Deal.SOON).until(() -> hub.number("select (select count(*) from person_term where current) + (select count(*) from person_leave) + (select count(*) from member where email like '%@firm.example')") == 11);

    // 80 hours in two weeks: one week is left of the cheaper one, and the other one fills it up
    var deal = Deal.won(hub, "Staffing", terms -> terms.put("endOn", "2026-09-18"));
    deal.awaitOpening("done").awaitQuiet();

    assertThat(assignments(deal)).containsExactlyInAnyOrder(skilled + " 2400 6000.00", dear + " 2400 6000.00");
    var atThePsa = rows("assignments");
    assertThat(atThePsa).hasSize(2).allSatisfy(one -> assertThat(one.get("allocated_minutes").asLong()).isEqualTo(2400));
    var work = hub.text("select theirs from crosswalk where kind = 'planWork' and thread_id = '" + deal.thread() + "' order by recorded_at limit 1");
    assertThat(atThePsa).allSatisfy(one -> assertThat(one.get("story_id").asText()).isEqualTo(work));
    assertThat(project(deal).get("planned_revenue").asText()).isEqualTo("12000.00 EUR for 4800 minutes");
    assertThat(hub.number("select count(*) from exception_item where code = 'UNDERSTAFFED'")).isZero();

    // the same two weeks again: half a person is left
    var second = Deal.won(hub, "Second", terms -> terms.put("endOn", "2026-09-18")).awaitOpening("done");
    await("delivery is told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and code = 'UNDERSTAFFED' and owner = 'delivery' and thread_id = '" + second.thread() + "'") == 1);
    assertThat(assignments(second)).containsExactly(dear + " 2400 6000.00");
    assertThat(project(second).get("planned_revenue").asText()).isEqualTo("6000.00 EUR for 2400 minutes");
    assertThat(hub.text("select fields ->> 0 from exception_item where state = 'open' and code = 'UNDERSTAFFED'")).contains("2400 of 4800 minutes lack; 3 with the role: 2 have no more time, 1 cost more than the hour is sold for, 0 do not book time there");

    var nina = hire("Nina New", "nina@firm.example", "Consultant", null, "70.00", 40);
    second.awaitQuiet();

    assertThat(assignments(second)).containsExactlyInAnyOrder(dear + " 2400 6000.00", nina + " 2400 6000.00");
    assertThat(project(second).get("planned_revenue").asText()).isEqualTo("12000.00 EUR for 4800 minutes");
    assertThat(rows("assignments")).hasSize(4);
    assertThat(hub.number("select count(*) from assignment where person_id = '" + tooDear + "'")).isZero();
    var seen = hub.as("finance").get("/api/experience/v1/finance/engagements/" + second.thread()).json().get("assignments");
    assertThat(seen).anySatisfy(one -> {
      assertThat(one.get("name").asText()).isEqualTo("Nina New");
      assertThat(one.get("plannedRevenue").asText()).isEqualTo("6000.00");
    });
    assertThat(hub.as("delivery").get("/api/experience/v1/delivery/engagements/" + second.thread()).json().get("assignments").get(0).has("plannedRevenue")).isFalse();
    Holds.everyProof(hub);
  }

  /** What a change order adds is given to people; what was assigned stays, and is not asked for again. */
  @Test
  @Order(2)
  void givesWhatAChangeOrderAddsToPeopleToo() throws Exception {
    var una = hire("Una First", "una@survey.example", "Surveyor", null, "60.00", 40);
    var vic = hire("Vic Second", "vic@survey.example", "Surveyor", null, "155.00", 40);
    for (var email : List.of("una@survey.example", "vic@survey.example")) member(email);
    await("people and members are known").atMost(Deal.SOON)
        .until(() -> hub.number("select (select count(*) from person_term join person using (source, person_id) where current and email like '%@survey.example') + (select count(*) from member where email like '%@survey.example')") == 6);
    var deal = Deal.won(hub, "Surveying", terms -> {
      terms.put("endOn", "2026-09-18");
      Change.line(terms, 0).put("role", "Surveyor");
    });
    deal.awaitOpening("done").awaitQuiet();
    assertThat(assignments(deal)).containsExactly(una + " 4800 12000.00");

    var change = Change.won(hub, deal, "Surveying, more", terms -> {
      terms.put("startOn", "2026-10-05").put("endOn", "2026-10-16");
      Change.first(terms, 2);
      Change.line(terms, 0).put("role", "Surveyor");
      Change.line(terms, 1).put("role", "Cartographer");
    }).await("done");
    await("delivery is told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and code = 'UNDERSTAFFED' and owner = 'delivery' and thread_id = '" + deal.thread() + "'") == 1);

    assertThat(hub.text("select fields::text from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).contains("Cartographer: 300 of 300 minutes lack; nobody is a Cartographer");
    assertThat(assignments(deal)).containsExactlyInAnyOrder(una + " 4800 12000.00", vic + " 2400 6400.00");
    await("the project is told").atMost(Deal.SOON).until(() -> project(deal).get("planned_revenue").asText().equals("18400.00 EUR for 7200 minutes"));
    var wim = hire("Wim Mapper", "wim@survey.example", "Cartographer", null, "70.00", 40);
    member("wim@survey.example");
    deal.awaitQuiet();

    assertThat(assignments(deal)).containsExactlyInAnyOrder(una + " 4800 12000.00", vic + " 2400 6400.00", wim + " 300 900.00");
    assertThat(hub.text("select start_on || ' ' || end_on from assignment where person_id = '" + wim + "'")).isEqualTo("2026-10-05 2026-10-16");
    assertThat(project(deal).get("planned_revenue").asText()).isEqualTo("19300.00 EUR for 7500 minutes");
    var work = hub.text("select theirs from crosswalk where kind = 'planWork' and ours like '%:" + change.line(1) + "'");
    assertThat(rows("assignments")).filteredOn(one -> one.get("story_id").asText().equals(work)).hasSize(1);
    Holds.everyProof(hub);
  }

  private static String hire(String name, String email, String title, String skills, String cost, int hours) {
    return drive("hire-worker", "{\"name\":\"" + name + "\",\"email\":\"" + email + "\",\"startOn\":\"2024-03-01\",\"entity\":\"TL-DE\",\"title\":\"" + title + "\"" + (skills == null ? "" : ",\"skills\":\"" + skills + "\"")
        + ",\"weeklyHours\":\"" + hours + "\",\"rate\":{\"amount\":\"" + cost + "\",\"currency\":\"EUR\",\"type\":\"Hourly\",\"per\":\"Hour\"}}").get("personId").asText();
  }

  private static void member(String email) {
    var entered = hub.sandbox().post("control/kantata/users", "{\"full_name\":\"" + email + "\",\"email_address\":\"" + email + "\"}");
    assertThat(entered.status()).as(entered.body()).isEqualTo(200);
  }

  private static List<String> assignments(Deal deal) {
    return hub.texts("select person_id || ' ' || minutes || ' ' || to_char(planned_revenue, 'FM999990.00') from assignment where thread_id = '" + deal.thread() + "' order by person_id");
  }

  private static List<JsonNode> rows(String collection) {
    return StreamSupport.stream(hub.sandbox().get("control/kantata/" + collection).json().spliterator(), false).toList();
  }

  private static JsonNode project(Deal deal) {
    var id = hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'");
    return rows("workspaces").stream().filter(one -> one.get("id").asText().equals(id)).findFirst().orElseThrow();
  }

  private static JsonNode drive(String verb, String body) {
    var answer = hub.sandbox().post("control/drive/" + verb, body);
    assertThat(answer.status()).as(verb + ": " + answer.body()).isEqualTo(200);
    return answer.json();
  }
}
