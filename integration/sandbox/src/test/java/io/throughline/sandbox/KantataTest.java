package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.sandbox.language.Json;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kantata, played: envelopes, filters, approved time, and projects that refuse time. */
class KantataTest {

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String workspace(String key) {
    var reply = sandbox.kantata("POST", "/workspaces", "{\"workspace\":{\"title\":\"Data platform\",\"creator_role\":\"maven\",\"currency\":\"EUR\",\"external_reference\":\"" + key + "\"}}");
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.body().path("results").get(0).path("id").asText();
  }

  private static String story(String workspace, String key) {
    return sandbox.kantata("POST", "/stories", "{\"story\":{\"workspace_id\":\"" + workspace + "\",\"title\":\"Build\",\"story_type\":\"task\",\"external_reference\":\"" + key + "\"}}")
        .body().path("results").get(0).path("id").asText();
  }

  @Test
  void aProjectIsMadeFoundByItsReferenceAndActivated() throws IOException {
    var id = workspace("TH-1");

    var found = sandbox.kantata("GET", "/workspaces?external_reference=TH-1", null);
    var active = sandbox.kantata("PUT", "/workspaces/" + id, "{\"workspace\":{\"status_key\":300}}");

    assertThat(found.body().path("count").asInt()).isEqualTo(1);
    assertThat(found.body().path("results").get(0).path("key").asText()).isEqualTo("workspaces");
    assertThat(active.body().path("workspaces").path(id).path("status").path("message").asText()).isEqualTo("Active");
    var contract = Contract.of("kantata/HANDWRITTEN-kantata-ox.openapi.json");
    if (contract != null) {
      contract.holds("/paths/~1workspaces/get/responses/200/content/application~1json/schema", found.body());
      contract.holds("/paths/~1workspaces/post/responses/200/content/application~1json/schema", active.body());
    }
  }

  @Test
  void anArchivedProjectIsNoTwinOfTheOneThatTookItsPlace() {
    var first = workspace("TH-9");
    workspace("TH-9");
    assertThat(sandbox.control("GET", "/duplicates", null).body().findValuesAsText("value")).contains("TH-9");

    sandbox.kantata("PUT", "/workspaces/" + first, "{\"workspace\":{\"archived\":true}}");

    assertThat(sandbox.control("GET", "/duplicates", null).body().findValuesAsText("value")).doesNotContain("TH-9");
  }

  @Test
  void approvedTimeIsPolledByTheMomentItChanged() throws IOException {
    var project = workspace("TH-2");
    var story = story(project, "TH-2:L1");
    var entry = sandbox.drive("approve-time", "{\"story\":\"TH-2:L1\",\"user\":{\"name\":\"Ann\",\"email\":\"ann@firm.example\"},\"date\":\"2026-09-02\",\"minutes\":90}");
    var first = sandbox.kantata("GET", "/time_entries?approved=true&workspace_id=" + project, null).body().path("time_entries").path(entry.path("entryId").asText());

    sandbox.drive("change-time", "{\"entryId\":\"" + entry.path("entryId").asText() + "\",\"minutes\":120}");
    var later = sandbox.kantata("GET", "/time_entries?approved=true&updated_after=" + first.path("updated_at").asText(), null);
    sandbox.drive("reopen-time", "{\"entryId\":\"" + entry.path("entryId").asText() + "\"}");
    var reopened = sandbox.kantata("GET", "/time_entries?approved=true&workspace_id=" + project, null);

    assertThat(first.path("story_id").asText()).isEqualTo(story);
    assertThat(first.path("time_in_minutes").asInt()).isEqualTo(90);
    assertThat(first.path("currency").asText()).isEqualTo("EUR");
    assertThat(later.body().path("time_entries").path(entry.path("entryId").asText()).path("time_in_minutes").asInt()).isEqualTo(120);
    assertThat(reopened.body().path("count").asInt()).isZero();
    var contract = Contract.of("kantata/HANDWRITTEN-kantata-ox.openapi.json");
    if (contract != null) contract.holds("/paths/~1time_entries/get/responses/200/content/application~1json/schema", later.body());
  }

  @Test
  void manyRowsAreWrittenInOneCallAndReadInPages() {
    var project = workspace("TH-3");
    var stories = Json.array();
    for (int i = 0; i < 45; i++) stories.addObject().put("workspace_id", project).put("title", "Task " + i).put("story_type", "task");

    var written = sandbox.kantata("POST", "/stories", Json.write(Json.object().set("stories", stories)));
    var third = sandbox.kantata("GET", "/stories?workspace_id=" + project + "&per_page=20&page=3", null).body();

    assertThat(written.body().path("results")).hasSize(45);
    assertThat(third.path("count").asInt()).isEqualTo(45);
    assertThat(third.path("results")).hasSize(5);
    assertThat(third.path("meta").path("page_count").asInt()).isEqualTo(3);
  }

  @Test
  void aCompletedMilestoneCarriesItsAcceptance() {
    var project = workspace("TH-4");
    sandbox.kantata("POST", "/stories", "{\"story\":{\"workspace_id\":\"" + project + "\",\"title\":\"Go live\",\"story_type\":\"milestone\",\"external_reference\":\"TH-4:M1\"}}");

    var done = sandbox.drive("complete-milestone", "{\"story\":\"TH-4:M1\",\"acceptanceReference\":\"ACC-1\"}");

    var story = sandbox.kantata("GET", "/stories/" + done.path("milestoneId").asText(), null).body().path("stories").path(done.path("milestoneId").asText());
    assertThat(story.path("state").asText()).isEqualTo("completed");
    assertThat(story.path("acceptance_reference").asText()).isEqualTo("ACC-1");
  }

  @Test
  void refusesWhatKantataRefuses() throws IOException {
    var project = workspace("TH-5");
    var story = story(project, "TH-5:L1");
    var elsewhere = workspace("TH-6");
    refused("POST", "/workspaces", "{\"workspace\":{\"currency\":\"EUR\"}}", 422, "title can't be blank");
    refused("POST", "/workspaces", "{\"workspace\":{\"title\":\"x\",\"nonsense\":1}}", 422, "unknown attribute 'nonsense'");
    refused("POST", "/workspaces", "{\"title\":\"x\"}", 422, "workspace can't be blank");
    refused("POST", "/stories", "{\"story\":{\"workspace_id\":\"9\",\"title\":\"x\",\"story_type\":\"task\"}}", 422, "workspace_id '9' does not exist");
    refused("PUT", "/workspaces/" + project, "{\"workspace\":{\"status_key\":7}}", 422, "status_key is not included");
    var time = "{\"time_entry\":{\"workspace_id\":\"%s\",\"story_id\":\"" + story + "\",\"user_id\":\"1\",\"date_performed\":\"2026-09-02\",\"time_in_minutes\":%s}}";
    refused("POST", "/time_entries", time.formatted(project, 0), 422, "between 1 and 1440");
    refused("POST", "/time_entries", time.formatted(project, 1441), 422, "between 1 and 1440");
    refused("POST", "/time_entries", time.formatted(elsewhere, 60), 422, "another workspace");
    refused("POST", "/time_entries", time.formatted(project, 60).replace("}}", ",\"approved\":true}}"), 422, "cannot be set");
    sandbox.kantata("PUT", "/workspaces/" + project, "{\"workspace\":{\"archived\":true}}");
    refused("POST", "/time_entries", time.formatted(project, 60), 422, "archived");
    assertThat(sandbox.call("GET", "/kantata/api/v1/workspaces", null, "Authorization", "Bearer no").status()).isEqualTo(401);
  }

  private static void refused(String method, String path, String body, int status, String message) throws IOException {
    var reply = sandbox.kantata(method, path, body);
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
    assertThat(reply.body().path("errors").get(0).path("message").asText()).contains(message);
    var contract = Contract.of("kantata/HANDWRITTEN-kantata-ox.openapi.json");
    if (contract != null) contract.holds("/components/schemas/errors", reply.body());
  }

  @Test
  void twoProjectsUnderOneReferenceAreShownAsDuplicates() {
    workspace("TWICE");
    workspace("TWICE");

    assertThat(sandbox.control("GET", "/duplicates", null).body()).anySatisfy(duplicate -> {
      assertThat(duplicate.path("value").asText()).isEqualTo("TWICE");
      assertThat(duplicate.path("ids")).hasSize(2);
    });
  }
}
