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

        Try it: a firm's first deals, from won to paid, played through the vendors:

          curl -s -X POST %s/control/plays -H 'Content-Type: application/json' -d '{"scenario":"first-thread","hub":"%s"}'
        """.formatted(took.toSeconds(), home, hub, hub, hub, hub, sandbox, ports.postgres(), ports.broker(), home.resolve("hub.log"), sandbox, hub);
  }
}
