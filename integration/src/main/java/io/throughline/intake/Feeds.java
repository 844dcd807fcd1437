package io.throughline.intake;

import io.throughline.connector.Connectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Which kind of fact a feed brings. */
@ApplicationScoped
class Feeds {

  @Inject Connectors connectors;

  String kind(String source, String feed) {
    if (feed.startsWith(EvidenceStore.CANONICAL)) return feed.substring(EvidenceStore.CANONICAL.length());
    return connectors.feeds().stream()
        .filter(described -> described.system().equals(source) && described.name().equals(feed))
        .map(Connectors.Feed::kind)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no connector describes the feed " + feed + " of " + source));
  }
}
