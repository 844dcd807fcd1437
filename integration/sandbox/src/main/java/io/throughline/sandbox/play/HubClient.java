package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls the hub as a person of finance would. An answer that is none (no connection, 5xx, 429) is asked for again under the same key. */
final class HubClient {

  private static final Duration CALL = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI hub;
  private final Supplier<String> token;
  private final Patience patience;

  HubClient(URI hub, Supplier<String> token, Patience patience) {
    this.hub = hub;
    this.token = token;
    this.patience = patience;
  }

  JsonNode get(String path) {
    return patience.until("GET " + path, () -> call(request(path).GET().build()));
  }

  JsonNode post(String path, JsonNode body, String key) {
    return patience.until("POST " + path, () -> call(request(path).header("Content-Type", "application/json")
        .header("Idempotency-Key", "\"" + key + "\"").POST(BodyPublishers.ofString(body == null ? "" : Json.write(body))).build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(hub.resolve(path)).timeout(CALL).header("Accept", "application/json").header("Authorization", "Bearer " + token.get());
  }

  private Optional<JsonNode> call(HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (IOException unavailable) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlayFailed("cancelled", interrupted);
    }
    if (response.statusCode() >= 500 || response.statusCode() == 429 || response.statusCode() == 409) return Optional.empty();
    if (response.statusCode() >= 400) {
      throw new PlayFailed(request.method() + " " + request.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
    }
    return Optional.of(read(response));
  }

  private static JsonNode read(HttpResponse<String> response) {
    if (response.body().isBlank()) return Json.object();
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (IOException noJson) {
      throw new PlayFailed(response.uri() + " answered no JSON", noJson);
    }
  }
}
