package io.throughline.ear.dashboard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;


/** A Keycloak of its own with the realm of {@code keycloak/firm-realm.json}, in development mode. */
final class Keycloak implements AutoCloseable {

  private static final Duration READY = Duration.ofMinutes(4); // the first start builds itself

  private final Process process;
  private final int port;

  private Keycloak(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** @param hub the address whose pages may sign in */
  static Keycloak start(int port, URI hub) {
    var home = Path.of(System.getProperty("throughline.keycloak"));
    try {
      var realm = Files.createDirectories(home.resolve("data/import")).resolve("firm-realm.json");
      try (var described = Keycloak.class.getResourceAsStream("/keycloak/firm-realm.json")) {
        Files.writeString(realm, new String(described.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).replace("${HUB}", hub.toString()));
      }
      var builder = new ProcessBuilder("sh", home.resolve("bin/kc.sh").toString(), "start-dev", "--import-realm", "--db=dev-mem", "--http-host=127.0.0.1", "--http-port=" + port, "--cache=local")
          .redirectErrorStream(true).redirectOutput(home.resolve("keycloak.log").toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      return new Keycloak(builder.start(), port).ready(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String issuer(int port) {
    return "http://127.0.0.1:" + port + "/realms/firm";
  }

  private Keycloak ready(Path home) {
    try {
      await("Keycloak, which writes to " + home.resolve("keycloak.log")).atMost(READY).pollInterval(Duration.ofMillis(500)).until(this::answers);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private boolean answers() throws InterruptedException {
    if (!process.isAlive()) throw new IllegalStateException("Keycloak ended with " + process.exitValue());
    try {
      var request = HttpRequest.newBuilder(URI.create(issuer(port) + "/.well-known/openid-configuration")).timeout(Duration.ofSeconds(5)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
