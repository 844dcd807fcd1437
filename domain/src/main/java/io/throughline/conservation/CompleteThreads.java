package io.throughline.conservation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each thing on a thread hangs on what it must come from and leads to what it must leave behind: a payment comes from an invoice line,
 * that from minutes, a billing event or an expense, those from a contract line, that from a quote line, that from what arrived; and a posted invoice
 * leads to its receipt and its postings. What a close accrues comes from the contract.
 */
public final class CompleteThreads {

  /** The stations of a thread. */
  public enum Kind {
    EVIDENCE,
    QUOTE_LINE,
    CONTRACT,
    CONTRACT_LINE,
    PROJECT,
    TIME,
    MILESTONE,
    EXPENSE,
    BILLING_EVENT,
    INVOICE_LINE,
    INVOICE,
    RECEIPT,
    PAYMENT,
    POSTING
  }

  /** Something on a thread. */
  public record Node(String threadId, Kind kind, String id) {}

  /** {@code to} came from {@code from}. Both must be there: a hop to something unknown joins nothing. */
  public record Hop(Kind fromKind, String fromId, Kind toKind, String toId) {}

  /** A node that is joined to none of the kinds of which it must have one. */
  public record Missing(Node node, Set<Kind> oneOf) {}

  /** What each kind must be joined to: one of each set. */
  private static final Map<Kind, List<Set<Kind>>> JOINED = joined();

  private CompleteThreads() {}

  /** What is not joined to what it must be, by thread. */
  public static List<Missing> missing(Collection<Node> nodes, Collection<Hop> hops) {
    var known = new HashSet<String>();
    for (var node : nodes) known.add(node.kind() + ":" + node.id());
    var ends = new HashSet<String>();
    for (var hop : hops) {
      var from = hop.fromKind() + ":" + hop.fromId();
      var to = hop.toKind() + ":" + hop.toId();
      if (!known.contains(from) || !known.contains(to)) continue;
      ends.add(to + "<" + hop.fromKind());
      ends.add(from + ">" + hop.toKind());
    }
    var missing = new ArrayList<Missing>();
    for (var node : nodes) {
      var at = node.kind() + ":" + node.id();
      for (var oneOf : JOINED.getOrDefault(node.kind(), List.of())) {
        if (oneOf.stream().noneMatch(kind -> ends.contains(at + "<" + kind) || ends.contains(at + ">" + kind))) missing.add(new Missing(node, oneOf));
      }
    }
    missing.sort(Comparator.comparing((Missing each) -> each.node().threadId()).thenComparing(each -> each.node().kind()).thenComparing(each -> each.node().id()));
    return List.copyOf(missing);
  }

  private static Map<Kind, List<Set<Kind>>> joined() {
    var joined = new EnumMap<Kind, List<Set<Kind>>>(Kind.class);
    joined.put(Kind.QUOTE_LINE, List.of(Set.of(Kind.EVIDENCE), Set.of(Kind.CONTRACT_LINE)));
    joined.put(Kind.CONTRACT_LINE, List.of(Set.of(Kind.QUOTE_LINE), Set.of(Kind.CONTRACT), Set.of(Kind.PROJECT)));
    joined.put(Kind.CONTRACT, List.of(Set.of(Kind.RECEIPT)));
    joined.put(Kind.PROJECT, List.of(Set.of(Kind.RECEIPT)));
    joined.put(Kind.TIME, List.of(Set.of(Kind.CONTRACT_LINE)));
    joined.put(Kind.MILESTONE, List.of(Set.of(Kind.CONTRACT_LINE)));
    joined.put(Kind.EXPENSE, List.of(Set.of(Kind.CONTRACT_LINE)));
    joined.put(Kind.BILLING_EVENT, List.of(Set.of(Kind.TIME, Kind.MILESTONE, Kind.CONTRACT_LINE)));
    joined.put(Kind.INVOICE_LINE, List.of(Set.of(Kind.TIME, Kind.BILLING_EVENT, Kind.EXPENSE), Set.of(Kind.INVOICE)));
    joined.put(Kind.INVOICE, List.of(Set.of(Kind.RECEIPT), Set.of(Kind.POSTING)));
    joined.put(Kind.PAYMENT, List.of(Set.of(Kind.INVOICE), Set.of(Kind.EVIDENCE)));
    joined.put(Kind.POSTING, List.of(Set.of(Kind.TIME, Kind.MILESTONE, Kind.EXPENSE, Kind.BILLING_EVENT, Kind.INVOICE, Kind.PAYMENT, Kind.CONTRACT)));
    return joined;
  }
}
