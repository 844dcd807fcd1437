package io.throughline.ear.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** The line between the hub and a peer: it passes everything on as it is, and loses an answer where a test says so. */
final class Between implements AutoCloseable {

  private static final List<String> PASSED = List.of("Content-type", "Authorization", "X-redmine-api-key");

  private final URI peer;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> losing = new CopyOnWriteArrayList<>();

  Between(URI peer) {
    this.peer = peer;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(work -> {
      var thread = new Thread(work, "between");
      thread.setDaemon(true);
      return thread;
    }));
    server.createContext("/", this::pass);
    server.start();
  }

  /** The peer's address by way of this line. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + peer.getPath();
  }

  /** The answer to the next request that has this text in its first line or body never arrives, though the peer carries it out. */
  void loseTheAnswerTo(String text) {
    losing.add(text);
  }

  boolean hasLostThemAll() {
    return losing.isEmpty();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var body = exchange.getRequestBody().readAllBytes();
      var request = HttpRequest.newBuilder(URI.create("http://" + peer.getAuthority() + uri)).method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      PASSED.forEach(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value)));
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      var said = exchange.getRequestMethod() + " " + uri + " " + new String(body, StandardCharsets.UTF_8);
      var lost = losing.stream().filter(said::contains).findFirst();
      if (lost.isPresent() && losing.remove(lost.get())) {
        closing.await(); // longer than anybody waits
        return;
      }
      answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
