package io.throughline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The web application on an embedded Jetty, as the quick start runs it, and a caller with a vendor's token. */
final class RunningSandbox implements AutoCloseable {

  record Reply(int status, HttpResponse<String> raw, JsonNode body) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Server server = new Server();
  private final String address;
  private final Map<String, String> tokens = new HashMap<>();

  RunningSandbox(Path data) {
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new WebAppContext();
    context.setContextPath("/sandbox");
    context.setBaseResourceAsString(Path.of("src/main/webapp").toAbsolutePath().toString());
    context.setParentLoaderPriority(true);
    if (data != null) context.setInitParameter("SANDBOX_DATA", data.toString());
    context.setThrowUnavailableOnStartupException(true);
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception notStarted) {
      throw new IllegalStateException(notStarted);
    }
    address = "http://127.0.0.1:" + connector.getLocalPort() + "/sandbox";
  }

  String address() {
    return address;
  }

  Reply call(String method, String path, String body, String... headers) {
    try {
      return send(method, path, body, Duration.ofSeconds(20), headers);
    } catch (IOException noAnswer) {
      throw new IllegalStateException(noAnswer);
    }
  }

  Reply send(String method, String path, String body, Duration patience, String... headers) throws IOException {
    var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(patience)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) request.header("Content-Type", body.startsWith("{") || body.startsWith("[") ? "application/json" : "application/x-www-form-urlencoded");
    for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
    try {
      var raw = http.send(request.build(), BodyHandlers.ofString());
      boolean json = raw.headers().firstValue("content-type").orElse("").contains("json") && !raw.body().isEmpty();
      return new Reply(raw.statusCode(), raw, json ? Json.MAPPER.readTree(raw.body()) : null);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  Reply salesforce(String method, String path, String body) {
    return call(method, "/salesforce/services/data/v62.0" + path, body, "Authorization", "Bearer " + token("salesforce", "/services/oauth2/token"));
  }

  Reply soql(String query) {
    return salesforce("GET", "/query?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8), null);
  }

  Reply kantata(String method, String path, String body) {
    return call(method, "/kantata/api/v1" + path, body, "Authorization", "Bearer throughline-kantata-token");
  }

  Reply netsuite(String method, String path, String body) {
    return call(method, "/netsuite/services/rest" + path, body, "Authorization", "Bearer " + token("netsuite", "/services/rest/auth/oauth2/v1/token"));
  }

  Reply suiteql(String query) {
    return netsuite("POST", "/query/v1/suiteql", Json.write(Json.object().put("q", query)));
  }

  Reply control(String method, String path, String body) {
    return call(method, "/control" + path, body);
  }

  JsonNode drive(String verb, String body) {
    var reply = control("POST", "/drive/" + verb, body);
    if (reply.status() != 200) throw new IllegalStateException(verb + ": " + reply.raw().body());
    return reply.body();
  }

  String token(String vendor, String path) {
    return tokens.computeIfAbsent(vendor, name -> call("POST", "/" + name + path,
        "grant_type=client_credentials&client_id=throughline&client_secret=throughline-" + name).body().path("access_token").asText());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception notStopped) {
      throw new IllegalStateException(notStopped);
    }
  }
}
