package io.throughline.ear.peers;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;

/** Redmine as the people of delivery use it. */
final class Redmine {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  final Script script = new Script("redmine").run("fresh").run("start");
  final Map<String, String> says = script.says();
  private final HttpClient client = HttpClient.newHttpClient();

  /** How a hub is set up for it. */
  void configure(Map<String, String> hub, String address) {
    hub.put("THROUGHLINE_REDMINE_URL", address);
    hub.put("THROUGHLINE_REDMINE_API_KEY", says.get("HUB_KEY"));
    says.forEach((name, value) -> {
      if (name.startsWith("CF_")) hub.put("THROUGHLINE_REDMINE_" + name, value);
    });
  }

  /** The project of a thread. */
  JsonNode project(String thread) {
    var projects = get("/projects.json?cf_" + says.get("CF_PROJECT_CORRELATION") + "=" + thread).get("projects");
    if (projects.size() != 1) throw new IllegalStateException(projects.size() + " projects of " + thread);
    return projects.get(0);
  }

  JsonNode issues(JsonNode project) {
    return get("/issues.json?status_id=*&limit=100&sort=id&project_id=" + project.get("id")).get("issues");
  }

  JsonNode milestones(JsonNode project) {
    return get("/projects/" + project.get("id") + "/versions.json").get("versions");
  }

  /** Ada joins the project, once. */
  void staff(JsonNode project) {
    var member = JSON.createObjectNode().put("user_id", says.get("ADA"));
    member.putArray("role_ids").add(says.get("DEVELOPER"));
    send("POST", "/projects/" + project.get("id") + "/memberships.json", "ADMIN_KEY", of("membership", member), 201);
  }

  /** Ada enters her time. */
  String enterTime(JsonNode issue, String day, String hours) {
    var entry = JSON.createObjectNode().put("issue_id", issue.get("id").asInt()).put("spent_on", day).put("hours", hours).put("activity_id", says.get("ACTIVITY"));
    return send("POST", "/time_entries.json", "ADA_KEY", of("time_entry", entry), 201).get("time_entry").get("id").asText();
  }

  /** Ada corrects what she entered, a second later: Redmine says to the second when something changed, and another content of the same moment is a conflict. */
  void correctTime(String entry, String hours) {
    var changed = Instant.parse(get("/time_entries/" + entry + ".json").at("/time_entry/updated_on").asText());
    await().until(() -> Instant.now().isAfter(changed.plusSeconds(1)));
    send("PUT", "/time_entries/" + entry + ".json", "ADMIN_KEY", of("time_entry", JSON.createObjectNode().put("hours", hours)), 204);
  }

  void accept(JsonNode milestone, String reference) {
    send("PUT", "/versions/" + milestone.get("id") + ".json", "ADMIN_KEY", of("version", JSON.createObjectNode().put("status", "closed").put("description", reference)), 204);
  }

  /** A custom field's value. */
  String field(JsonNode record, String name) {
    for (var field : record.path("custom_fields")) if (field.get("id").asText().equals(says.get(name))) return field.path("value").asText();
    return "";
  }

  private static String of(String kind, ObjectNode fields) {
    return JSON.createObjectNode().set(kind, fields).toString();
  }

  private JsonNode get(String path) {
    return send("GET", path, "ADMIN_KEY", "", 200);
  }

  private JsonNode send(String method, String path, String key, String body, int wanted) {
    try {
      var request = HttpRequest.newBuilder(URI.create(says.get("URL") + path)).header("X-Redmine-API-Key", says.get(key)).header("Content-Type", "application/json");
      var answer = client.send(request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
      if (answer.statusCode() != wanted) throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      return answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
