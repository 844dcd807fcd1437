package io.throughline.ear;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Calls over HTTP as one user; paths are relative to the address. Each unsafe call carries an Idempotency-Key of its own. */
public final class Api {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final URI address;
  private final String token;

  Api(URI address, String token) {
    this.address = address;
    this.token = token;
  }

  /** What came back; a header that is missing is empty. */
  public record Answer(int status, String contentType, Map<String, String> headers, String body) {

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + this, e);
      }
    }

    public boolean isProblem() {
      return contentType.startsWith("application/problem+json");
    }
  }

  public Answer get(String path) {
    return send(request(path).GET().build());
  }

  public Answer delete(String path) {
    return send(keyed(path, UUID.randomUUID().toString()).DELETE().build());
  }

  public Answer post(String path, String json) {
    return post(path, json, UUID.randomUUID().toString());
  }

  public Answer post(String path, String json, String key) {
    return send(keyed(path, key).POST(BodyPublishers.ofString(json)).build());
  }

  public Answer put(String path, String json) {
    return send(keyed(path, UUID.randomUUID().toString()).PUT(BodyPublishers.ofString(json)).build());
  }

  /** A request to finish by hand, for what the calls above do not say: another method, header or content type. */
  public HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder keyed(String path, String key) {
    return request(path).header("Content-Type", "application/json").header("Idempotency-Key", key);
  }

  public static Answer send(HttpRequest request) {
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      var headers = new java.util.TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.statusCode(), headers.getOrDefault("Content-Type", ""), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + request, e);
    }
  }
}
