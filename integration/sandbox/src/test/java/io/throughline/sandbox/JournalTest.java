package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What vendors were told survives a restart of the sandbox, also one that was killed in the middle of a line. */
class JournalTest {

  private static final String PROJECT = "{\"workspace\":{\"title\":\"x\",\"external_reference\":\"%s\"}}";

  @TempDir Path data;

  @Test
  void rowsAndNumbersGoOnWhereTheyWere() throws Exception {
    String first;
    String issuer;
    try (var sandbox = new RunningSandbox(data)) {
      first = sandbox.kantata("POST", "/workspaces", PROJECT.formatted("A")).body().path("results").get(0).path("id").asText();
      issuer = sandbox.call("GET", "/issuer/jwks", null).raw().body();
    }
    Files.writeString(data.resolve("kantata.jsonl"), "{\"rows\":[{\"in\":\"worksp", StandardOpenOption.APPEND);

    try (var sandbox = new RunningSandbox(data)) {
      assertThat(sandbox.kantata("GET", "/workspaces/" + first, null).body().path("workspaces").path(first).path("external_reference").asText()).isEqualTo("A");
      var second = sandbox.kantata("POST", "/workspaces", PROJECT.formatted("B")).body().path("results").get(0).path("id").asText();
      assertThat(Long.parseLong(second)).isGreaterThan(Long.parseLong(first));
      assertThat(sandbox.call("GET", "/issuer/jwks", null).raw().body()).isEqualTo(issuer);
    }

    try (var sandbox = new RunningSandbox(data)) {
      assertThat(sandbox.kantata("GET", "/workspaces", null).body().path("count").asInt()).isEqualTo(2);
      assertThat(sandbox.kantata("GET", "/users", null).body().path("count").asInt()).isEqualTo(1);
    }
  }
}
