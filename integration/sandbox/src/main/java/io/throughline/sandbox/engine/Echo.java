package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A vendor tries the address of a new webhook before it keeps it: the header {@code value} that it sends has to come back. */
final class Echo {

  /** Vendors give a receiver about this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Echo() {}

  static void from(JsonNode described, Scope about) {
    var header = described.get("header").asText();
    var value = Template.line(described.get("value").asText(), about);
    var request = HttpRequest.newBuilder(URI.create(Template.line(described.get("to").asText(), about))).timeout(PATIENCE).header(header, value).POST(BodyPublishers.noBody()).build();
    try {
      var answer = HTTP.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2 || !answer.headers().firstValue(header).filter(value::equals).isPresent()) throw Refusal.of("not-echoed", "value", "status " + answer.statusCode());
    } catch (IOException unreachable) {
      throw Refusal.of("not-echoed", "value", "not reachable");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of("unavailable", "value", "interrupted");
    }
  }
}
