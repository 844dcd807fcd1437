package io.throughline.conservation;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A document is the sum of its lines; a line is what its quantity costs, to half a minor unit; credits take no more of a line than it
 * has, and its last minute with its last cent; a billing event is on lines for just its amount; what is paid was applied, what is credited is set off.
 */
public final class DocumentsProof {

  /** A document that was not discarded. {@code net} is without tax; {@code paid} is what it says cash settled, {@code applied} what payments say; {@code credited} what it says credit notes settled, {@code setOff} what these say: both less than nothing on a note. */
  public record Document(String contractId, String documentId, Money net, Money paid, Money applied, Money credited, Money setOff) {

    /** Of which nothing is set off. */
    public Document(String contractId, String documentId, Money net, Money paid, Money applied) {
      this(contractId, documentId, net, paid, applied, Money.zero(net.currency()), Money.zero(net.currency()));
    }
  }

  /**
   * A line.
   *
   * @param amount negative on a credit
   * @param minutes negative on a credit; null where time is not what it bills
   * @param exact quantity times price less what an agreed allowance takes off; null where there is no quantity, and on credits
   * @param credits key of the line that it credits, or null
   * @param event the billing event it bills, or null
   */
  public record Line(String documentId, String lineKey, Money amount, Long minutes, ExactAmount exact, String credits, String event) {}

  /** A billing event. */
  public record Event(String contractId, String eventId, Money amount) {}

  /** Something that does not add up. */
  public record Off(String contractId, String subject, Money residual, String rule) {}

  private DocumentsProof() {}

  /** What is off; nothing when all adds up. Each line must be of one of the documents. */
  public static List<Off> off(Collection<Document> documents, Collection<Line> lines, Collection<Event> events) {
    var off = new ArrayList<Off>();
    var left = new TreeMap<String, Left>();
    var known = new TreeMap<String, Document>();
    var rest = new TreeMap<String, Money>();
    for (var each : documents) {
      known.put(each.documentId(), each);
      rest.put(each.documentId(), each.net());
      if (!each.paid().equals(each.applied())) off.add(new Off(each.contractId(), each.documentId(), each.paid().minus(each.applied()), "says paid what was not applied"));
      if (!each.credited().equals(each.setOff())) off.add(new Off(each.contractId(), each.documentId(), each.credited().minus(each.setOff()), "says credited what is not set off"));
    }
    for (var line : lines) {
      var document = known.get(line.documentId());
      rest.merge(document.documentId(), line.amount().negated(), Money::plus);
      if (line.exact() != null && !rounds(line)) off.add(new Off(document.contractId(), line.lineKey(), line.amount(), "is not what " + line.exact() + " rounds to"));
      if (line.credits() == null) left.put(line.lineKey(), Left.of(document, line));
    }
    for (var line : lines) if (line.credits() != null) left.merge(line.credits(), Left.of(known.get(line.documentId()), line), Left::plus);
    rest.forEach((id, open) -> {
      if (!open.isZero()) off.add(new Off(known.get(id).contractId(), id, open, "is not the sum of its lines"));
    });
    left.forEach((key, each) -> {
      if (each.isOff()) off.add(new Off(each.contractId(), key, each.amount(), "is credited beyond what it has"));
    });
    off.addAll(events(lines, events));
    return List.copyOf(off);
  }

  private static List<Off> events(Collection<Line> lines, Collection<Event> events) {
    var open = new TreeMap<String, Money>();
    for (var event : events) open.put(event.eventId(), event.amount());
    for (var line : lines) if (line.event() != null) open.merge(line.event(), line.amount().negated(), Money::plus);
    return events.stream()
        .filter(event -> !open.get(event.eventId()).isZero())
        .map(event -> new Off(event.contractId(), event.eventId(), open.get(event.eventId()), "is not on documents for just its amount"))
        .toList();
  }

  private static boolean rounds(Line line) {
    var difference = line.amount().exact().minus(line.exact()).value();
    var half = Rational.of(Money.ofMinor(1, line.amount().currency()).amount()).dividedBy(Rational.of(2));
    return difference.compareTo(half) <= 0 && difference.negated().compareTo(half) <= 0;
  }

  /** What credits left of a line. */
  private record Left(String contractId, int sign, Money amount, Long minutes) {

    static Left of(Document document, Line line) {
      return new Left(document.contractId(), line.amount().amount().signum(), line.amount(), line.minutes());
    }

    Left plus(Left credit) {
      return new Left(contractId, sign, amount.plus(credit.amount), minutes == null || credit.minutes == null ? minutes : (Long) (minutes + credit.minutes));
    }

    boolean isOff() {
      return amount.amount().signum() * sign < 0 || minutes != null && (minutes < 0 || minutes == 0 && !amount.isZero());
    }
  }
}
