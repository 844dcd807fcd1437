package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which open invoices money goes to, in which order and up to what: one piece for the live books and for every what-if. Those of the money's own
 * currency come before others, whatever the policy; ties go to what is due first, then to the lower name.
 */
public final class CashAllocation {

  /** An invoice with what is open of it. */
  public record Receivable(String reference, LocalDate on, LocalDate dueOn, Money open) {}

  /** An invoice and the most that goes to it, in the money's currency. */
  public record Aim(Receivable receivable, Money most) {}

  /** In which order, and how that was found. */
  public record Aims(List<Aim> aims, String found) {}

  /** The orders that need no more than the invoices themselves. */
  public enum Policy {
    OLDEST_DUE,
    OLDEST_DOCUMENT,
    LARGEST,
    EXACT_MATCH,
    PRO_RATA
  }

  /** An exact match is looked for among so many invoices that are due first, and of at most so many together. */
  private static final int LOOKED_AT = 24;
  private static final int TOGETHER = 5;

  public static final Comparator<Receivable> DUE = Comparator.comparing(Receivable::dueOn).thenComparing(Receivable::reference);

  private CashAllocation() {}

  /** @param open what the money can pay, what is of its own currency first, by what is due first */
  public static Aims aims(Policy policy, List<Receivable> open, Money left) {
    return switch (policy) {
      case OLDEST_DUE -> new Aims(all(open, left), "");
      case OLDEST_DOCUMENT -> sorted(open, left, Comparator.comparing(Receivable::on));
      case LARGEST -> sorted(open, left, Comparator.comparing((Receivable each) -> each.open().currency().getCurrencyCode()).thenComparing(each -> each.open().negated()));
      case EXACT_MATCH -> match(open, left);
      case PRO_RATA -> proRata(open, left);
    };
  }

  /** In an order of the caller's own. */
  public static Aims sorted(List<Receivable> open, Money left, Comparator<Receivable> order) {
    return new Aims(all(open.stream().sorted(Comparator.comparing((Receivable each) -> !each.open().sameCurrencyAs(left)).thenComparing(order).thenComparing(DUE)).toList(), left), "");
  }

  /** Those whose names stand in what a payer wrote, each by itself and not within another word. */
  public static List<Receivable> named(String text, Collection<Receivable> open) {
    return open.stream().filter(each -> stands(each.reference().toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))).sorted(DUE).toList();
  }

  private static boolean stands(String name, String text) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      boolean alone = (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      if (alone) return true;
    }
    return false;
  }

  private static List<Aim> all(List<Receivable> open, Money left) {
    return open.stream().map(each -> new Aim(each, left)).toList();
  }

  /** The fewest invoices that are exactly what came, those due first among equals; else the oldest due. */
  private static Aims match(List<Receivable> open, Money left) {
    var own = own(open, left);
    if (!own.isEmpty() && sum(own, left).equals(left)) return new Aims(all(own, left), ": all that is open");
    var looked = own.subList(0, Math.min(LOOKED_AT, own.size()));
    for (int many = 1; many <= Math.min(TOGETHER, looked.size()); many++) {
      var found = match(looked, 0, many, left, new ArrayList<>());
      if (found != null) return new Aims(all(found, left), many == 1 ? ": one invoice" : ": " + many + " invoices together");
    }
    return new Aims(all(open, left), ": none found, so the oldest due first");
  }

  private static List<Receivable> match(List<Receivable> open, int from, int many, Money left, List<Receivable> taken) {
    if (many == 0) return left.isZero() ? List.copyOf(taken) : null;
    for (int i = from; i <= open.size() - many; i++) {
      var each = open.get(i);
      if (each.open().compareTo(left) > 0) continue;
      taken.add(each);
      var found = match(open, i + 1, many - 1, left.minus(each.open()), taken);
      if (found != null) return found;
      taken.remove(taken.size() - 1);
    }
    return null;
  }

  /** Each its share of what came by what is open, rounded down; the cents that are left go to the last, as far as it is open, then to the one before. */
  private static Aims proRata(List<Receivable> open, Money left) {
    var own = own(open, left);
    var total = sum(own, left);
    if (own.isEmpty() || left.compareTo(total) >= 0) return new Aims(all(open, left), ": enough for all");
    var shares = new ArrayList<Money>();
    for (var each : own) shares.add(new ExactAmount(left.exact().value().times(each.open().exact().value()).dividedBy(total.exact().value()), left.currency()).rounded(RoundingPolicy.DOWN));
    var cents = left.minus(Money.sum(shares, left.currency()));
    for (int i = own.size() - 1; i >= 0; i--) {
      var more = Money.lesser(cents, own.get(i).open().minus(shares.get(i)));
      shares.set(i, shares.get(i).plus(more));
      cents = cents.minus(more);
    }
    var aims = new ArrayList<Aim>();
    for (int i = 0; i < own.size(); i++) aims.add(new Aim(own.get(i), shares.get(i)));
    return new Aims(aims, ": " + left + " over " + total);
  }

  private static List<Receivable> own(List<Receivable> open, Money left) {
    return open.stream().filter(each -> each.open().sameCurrencyAs(left)).toList();
  }

  private static Money sum(List<Receivable> open, Money left) {
    return Money.sum(open.stream().map(Receivable::open).toList(), left.currency());
  }
}
