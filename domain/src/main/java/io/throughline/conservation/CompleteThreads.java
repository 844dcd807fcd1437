package io.throughline.conservation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each thing on a thread hangs on what it must come from: a payment on an invoice line, that on minutes or a billing event, that on a
 * contract line, that on a quote line; and a posting on any document.
 */
public final class CompleteThreads {

  /** The stations of a thread. */
  public enum Kind {
    QUOTE_LINE,
    CONTRACT_LINE,
    PROJECT,
    TIME,
    MILESTONE,
    BILLING_EVENT,
    INVOICE_LINE,
    PAYMENT,
    POSTING
  }

  /** Something on a thread. */
  public record Node(String threadId, Kind kind, String id) {}

  /** {@code to} came from {@code from}. */
  public record Hop(Kind fromKind, String fromId, Kind toKind, String toId) {}

  /** A node without any of the origins it must have. */
  public record Missing(Node node, List<Kind> oneOf) {}

  private static final Map<Kind, List<Kind>> ORIGINS = origins();

  private CompleteThreads() {}

  public static List<Missing> missing(Collection<Node> nodes, Collection<Hop> hops) {
    var known = new HashSet<String>();
    for (var node : nodes) known.add(node.kind() + ":" + node.id());
    var comesFrom = new HashSet<String>();
    for (var hop : hops) {
      if (known.contains(hop.fromKind() + ":" + hop.fromId())) comesFrom.add(hop.toKind() + ":" + hop.toId() + "<" + hop.fromKind());
    }
    var missing = new ArrayList<Missing>();
    for (var node : nodes) {
      var oneOf = ORIGINS.getOrDefault(node.kind(), List.of());
      if (!oneOf.isEmpty() && oneOf.stream().noneMatch(origin -> comesFrom.contains(node.kind() + ":" + node.id() + "<" + origin))) {
        missing.add(new Missing(node, oneOf));
      }
    }
    missing.sort(Comparator.comparing((Missing each) -> each.node().threadId()).thenComparing(each -> each.node().kind()).thenComparing(each -> each.node().id()));
    return List.copyOf(missing);
  }

  private static Map<Kind, List<Kind>> origins() {
    var origins = new TreeMap<Kind, List<Kind>>();
    origins.put(Kind.CONTRACT_LINE, List.of(Kind.QUOTE_LINE));
    origins.put(Kind.PROJECT, List.of(Kind.CONTRACT_LINE));
    origins.put(Kind.TIME, List.of(Kind.CONTRACT_LINE));
    origins.put(Kind.MILESTONE, List.of(Kind.CONTRACT_LINE));
    origins.put(Kind.BILLING_EVENT, List.of(Kind.TIME, Kind.MILESTONE, Kind.CONTRACT_LINE));
    origins.put(Kind.INVOICE_LINE, List.of(Kind.TIME, Kind.BILLING_EVENT));
    origins.put(Kind.PAYMENT, List.of(Kind.INVOICE_LINE));
    origins.put(Kind.POSTING, List.of(Kind.TIME, Kind.MILESTONE, Kind.BILLING_EVENT, Kind.INVOICE_LINE, Kind.PAYMENT));
    return Map.copyOf(origins);
  }
}
