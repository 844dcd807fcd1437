package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A change order won in the played CRM, and what became of it. */
public final class Change {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HubFixture hub;
  public final String id;
  private final JsonNode lines;

  private Change(HubFixture hub, JsonNode told) {
    this.hub = hub;
    this.id = told.get("dealId").asText();
    this.lines = told.get("lines");
  }

  /** The sold hours become 120 at 160.00, and there is a role of 5 hours at 180.00 and a milestone more: 42,000.00 and 7,200.00, 900.00 and 14,100.00. */
  public static Change won(HubFixture hub, Deal deal, String treatment) throws Exception {
    return won(hub, deal, "Change of " + deal.id, terms -> terms.put("treatment", treatment));
  }

  public static Change won(HubFixture hub, Deal deal, String name, Consumer<ObjectNode> changed) throws Exception {
    var terms = (ObjectNode) JSON.readTree("""
        {"wonOn": "2026-09-25", "currency": "EUR", "contractingEntity": "TL-DE", "startOn": "2026-10-01", "zone": "Europe/Berlin",
         "lines": [{"billing": "time-and-materials", "description": "Consulting", "role": "Consultant", "hours": 120, "ratePerHour": "160.00", "purchaseOrder": "PO-1"},
                   {"billing": "time-and-materials", "description": "Architecture", "workstream": "architecture", "role": "Architect", "hours": 5, "ratePerHour": "180.00", "purchaseOrder": "PO-3"},
                   {"billing": "milestone", "description": "Rollout", "workstream": "rollout", "ratePerHour": "14100.00", "amount": "14100.00", "dueOn": "2026-12-15", "purchaseOrder": "PO-4"}]}""");
    terms.put("key", name).put("name", name).put("amends", deal.id);
    var entity = hub.text("select contracting_entity from engagement where deal_id = '" + deal.id + "'");
    if (entity != null) terms.put("contractingEntity", entity);
    if (deal.hours() != null) line(terms, 0).put("amends", deal.hours());
    terms.putObject("client").put("name", deal.client()).put("currency", "EUR").put("country", "DE");
    changed.accept(terms);
    var told = hub.sandbox().post("control/drive/win-deal", terms.toString());
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    return new Change(hub, told.json());
  }

  static ObjectNode line(ObjectNode terms, int index) {
    return (ObjectNode) terms.get("lines").get(index);
  }

  /** Leaves that many of the lines. */
  public static void first(ObjectNode terms, int lines) {
    var all = (ArrayNode) terms.get("lines");
    while (all.size() > lines) all.remove(all.size() - 1);
  }

  String line(int index) {
    return lines.get(index).get("lineId").asText();
  }

  public Change await(String state) {
    org.awaitility.Awaitility.await("change order " + id + " is " + state).atMost(Deal.SOON).until(() -> states().stream().distinct().toList().equals(List.of(state)));
    return this;
  }

  private List<String> states() {
    return hub.texts("select state from journey where plan = 'change-order' and business_key like 'change-order:salesforce:" + id + "%'");
  }

  /** What holds it. */
  String heldAs(String code) {
    var held = "select coalesce(fields::text, '') || reason from exception_item where state = 'open' and code = '" + code + "' and (journey_id in (select id from journey where business_key like 'change-order:salesforce:" + id + "%') or subject_id like 'won-deal:salesforce:" + id + "%')";
    org.awaitility.Awaitility.await("change order " + id + " is held as " + code).atMost(Deal.SOON).until(() -> hub.text(held) != null);
    return hub.text(held);
  }

  void resume(String user) {
    var resumed = hub.as(user).post("/api/experience/v1/operations/exceptions/" + item() + "/resume", "{}");
    assertThat(resumed.status()).as(resumed.body()).isEqualTo(202);
  }

  void undo(String user, String reason) {
    var undo = hub.as(user).post("/api/experience/v1/operations/exceptions/" + item() + "/undo", "{\"reason\":\"" + reason + "\"}");
    assertThat(undo.status()).as(undo.body()).isEqualTo(202);
  }

  private long item() {
    return hub.number("select i.id from exception_item i join journey j on j.id = i.journey_id where i.state = 'open' and j.business_key like 'change-order:salesforce:" + id + "%'");
  }

  /** Told once more, with another day of approval. */
  void tellAgain() {
    var told = hub.sandbox().post("control/drive/approve-deal", "{\"dealId\":\"" + id + "\"}");
    assertThat(told.status()).as(told.body()).isEqualTo(200);
  }

  void approveTime(int line, String day, int minutes) {
    var entry = JSON.createObjectNode().put("story", line(line)).put("date", day).put("minutes", minutes).put("billable", true);
    entry.putObject("user").put("email", "arch@firm.example").put("name", "arch");
    var told = hub.sandbox().post("control/drive/approve-time", entry.toString());
    assertThat(told.status()).as(told.body()).isEqualTo(200);
  }

  /** How many times any system was told of it. */
  long told() {
    return hub.number("select count(*) from attempt a join journey j on j.id = a.journey_id where j.business_key like 'change-order:salesforce:" + id + "%' and a.operation <> 'findSignature'");
  }

  static List<String> versions(HubFixture hub, String thread) {
    var seen = hub.as("finance").get("/api/experience/v1/finance/engagements/" + thread).json();
    return StreamSupport.stream(seen.get("contractVersions").spliterator(), false).map(one -> one.get("version").asText() + " " + one.get("state").asText() + " " + one.path("value").asText()).toList();
  }
}
