package io.throughline.finance.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The bills of one day that are still to be made. One that says which version of an entry it was made of is made before a newer version
 * of that day is known; one made of the newer version comes after it.
 */
final class BillsOfADay {

  private final List<MoneyFacts.Bill> left;
  private final boolean ordered;

  BillsOfADay(List<MoneyFacts.Bill> bills) {
    left = new ArrayList<>(bills);
    left.sort(Comparator.comparing(MoneyFacts.Bill::sequence, Comparator.nullsLast(Comparator.naturalOrder())));
    ordered = bills.stream().anyMatch(bill -> bill.entries().stream().anyMatch(part -> part.version() != null));
  }

  /** Whether a version must not be known before one of the bills is made. */
  boolean before(WorkFacts.Time fact) {
    return ordered && left.stream().anyMatch(bill -> older(bill, fact));
  }

  /** Takes those that versions wait for and that wait for none themselves, and those before them in the day's sequence; none when bills wait for each other. */
  List<MoneyFacts.Bill> next(List<WorkFacts.Time> waiting) {
    var ready = left.stream().filter(bill -> waiting.stream().noneMatch(fact -> made(bill, fact))).toList();
    var wanted = ready.stream().filter(bill -> waiting.stream().anyMatch(fact -> older(bill, fact))).toList();
    var next = ready.stream().filter(bill -> wanted.contains(bill) || wanted.stream().anyMatch(each -> first(bill.sequence(), each.sequence()))).toList();
    left.removeAll(next);
    return next;
  }

  /** Whether a bill that comes before a credit is still to be made. */
  boolean before(MoneyFacts.Credit credit) {
    return left.stream().anyMatch(bill -> first(bill.sequence(), credit.sequence()));
  }

  static boolean first(Integer one, Integer other) {
    return one != null && other != null && one < other;
  }

  /** Takes all that are left. */
  List<MoneyFacts.Bill> rest() {
    var rest = List.copyOf(left);
    left.clear();
    return rest;
  }

  private static boolean older(MoneyFacts.Bill bill, WorkFacts.Time fact) {
    return bill.entries().stream().anyMatch(part -> names(part, fact) && TimeBook.padded(part.version()).compareTo(TimeBook.rank(fact)) < 0);
  }

  private static boolean made(MoneyFacts.Bill bill, WorkFacts.Time fact) {
    return bill.entries().stream().anyMatch(part -> names(part, fact) && TimeBook.padded(part.version()).compareTo(TimeBook.rank(fact)) >= 0);
  }

  private static boolean names(MoneyFacts.BilledTime part, WorkFacts.Time fact) {
    return part.version() != null && (part.entry().equals(fact.key()) || part.entry().equals(fact.entryId()));
  }
}
