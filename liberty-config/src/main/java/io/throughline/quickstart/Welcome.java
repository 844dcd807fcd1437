package io.throughline.quickstart;

import java.nio.file.Path;
import java.time.Duration;

/** What the reader of the console needs once everything runs. */
final class Welcome {

  private Welcome() {}

  static String text(Ports ports, Path home, Duration took) {
    var hub = "http://127.0.0.1:" + ports.http();
    var sandbox = "http://127.0.0.1:" + ports.sandbox() + "/sandbox";
    return """

        Throughline is ready after %d s. Ctrl-C stops everything; the data stay in %s.

          dashboard and APIs   %s/   (described at %s/openapi/ui)
          health, metrics      %s/health   %s/metrics
          played vendors       %s/
          sign-in              finance / finance   (also sales-ops, delivery, operator, auditor, admin)
          database, broker     127.0.0.1:%d (throughline / throughline)   127.0.0.1:%d
          log                  %s

        Try it (the proofs that no hour and no cent is lost):

          TOKEN=$(curl -s %s/issuer/token -d 'grant_type=password&username=operator&password=operator' | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
          curl -s -H "Authorization: Bearer $TOKEN" %s/api/experience/v1/operations/proofs
        """.formatted(took.toSeconds(), home, hub, hub, hub, hub, sandbox, ports.postgres(), ports.broker(), home.resolve("hub.log"), sandbox, hub);
  }
}
