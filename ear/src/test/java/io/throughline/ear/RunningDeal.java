package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A deal that was won before the hub went live, and the project that its people work in, made there by hand: 12,000.00 of hours, a milestone of 30,000.00, another of 5,000.00, a subscription of 1,000.00 a month. */
public record RunningDeal(HubFixture hub, Deal deal, String name, String projectId, List<String> work, List<String> lines) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static RunningDeal won(HubFixture hub, String name) {
    var deal = Deal.won(hub, name, terms -> {
      terms.withArray("lines").addObject().put("billing", "milestone").put("description", "Kick-off").put("workstream", "concept").put("ratePerHour", "5000.00").put("amount", "5000.00").put("dueOn", "2026-09-15").put("purchaseOrder", "PO-3");
      terms.withArray("lines").addObject().put("billing", "subscription").put("description", "Support").put("workstream", "support").put("amount", "3800.00").put("purchaseOrder", "PO-4")
          .putObject("periods").put("every", "month").put("amount", "1000.00").put("inAdvance", false).put("calendar", true);
    });
    await("it was told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from audit where action = 'leave-deal' and subject = 'deal:salesforce:" + deal.id + "'") == 1);
    var lines = List.of(deal.hours(), deal.milestone(), line(hub, deal, "Kick-off"), line(hub, deal, "Support"));
    var project = JSON.createObjectNode().put("name", name);
    for (int i = 0; i < lines.size(); i++) project.withArray("work").addObject().put("line", lines.get(i)).put("title", "work " + i).put("type", i == 1 || i == 2 ? "milestone" : "task");
    var ran = drive(hub, "run-project", project);
    return new RunningDeal(hub, deal, name, ran.get("projectId").asText(), List.copyOf(ran.get("work").findValuesAsText("workId")), lines);
  }

  private static String line(HubFixture hub, Deal deal, String description) {
    return hub.text("select line ->> 'lineId' from fact, jsonb_array_elements(body -> 'lines') line where kind = 'won-deal' and fact_key = '" + deal.id + "' and line ->> 'description' = '" + description + "'");
  }

  /** What finance says: 4,500.00 of the hours were billed, 10,000.00 of the milestone in advance, all of the kick-off. */
  ObjectNode proposal(String from) {
    var said = JSON.createObjectNode().put("from", from).put("projectId", projectId);
    var billed = new String[] {"4500.00", "10000.00", "5000.00", null};
    for (int i = 0; i < lines.size(); i++) {
      var line = said.withArray("lines").addObject().put("lineId", lines.get(i));
      if (billed[i] != null) line.put("billed", billed[i]);
      line.putArray("work").add(work.get(i));
    }
    return said;
  }

  Api.Answer propose(String user, ObjectNode proposal) {
    return hub.as(user).post(path(), proposal.toString());
  }

  String path() {
    return "/api/experience/v1/finance/takeovers/salesforce/" + deal.id;
  }

  String state() {
    return hub.as("finance").get(path()).json().get("state").asText();
  }

  RunningDeal takenOver() {
    assertThat(propose("finance", proposal("2026-10-01")).status()).isEqualTo(201);
    assertThat(hub.as("admin").post(path() + "/approve", "{}").status()).isEqualTo(202);
    return awaitLive();
  }

  public RunningDeal awaitLive() {
    await("it is live").atMost(Deal.SOON).until(() -> hub.number("select count(*) from engagement where state = 'active' and deal_id = '" + deal.id + "'") == 1);
    deal.awaitQuiet();
    return this;
  }

  static JsonNode drive(HubFixture hub, String verb, ObjectNode body) {
    var answer = hub.sandbox().post("control/drive/" + verb, body.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
