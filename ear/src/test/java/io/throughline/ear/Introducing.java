package io.throughline.ear;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A firm's folder beside the server: the played PSA as shipped, and a hook on which it introduces itself with a secret of its own. */
final class Introducing {

  static final Path FOLDER = HubFixture.path("throughline.home").resolve("connectors");

  private static final Path SHIPPED = Path.of("../integration/src/main/resources/connectors/kantata/connector.yaml");

  private static final String HOOK = """

      hook:
        verify:
          - { strategy: token, secret: throughline.kantata.hook-token, value: $query.token }
          - { strategy: hmac, header: X-Hook-Signature, encoding: hex, over: body }
        handshake:
          when: $exists($headers."x-hook-secret")
          keep: $headers."x-hook-secret"
          reply: { headers: { X-Hook-Secret: $headers."x-hook-secret" } }
        out: '{ "id": id, "type": "changed." & what }'
        reply: { status: 200 }
      """;

  private Introducing() {}

  static void write() {
    try {
      Files.createDirectories(FOLDER.resolve("kantata"));
      Files.writeString(FOLDER.resolve("kantata/connector.yaml"), Files.readString(SHIPPED) + HOOK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
