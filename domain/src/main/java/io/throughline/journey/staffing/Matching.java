package io.throughline.journey.staffing;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.journey.staffing.StaffingNeeded.Demand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Demands matched with people, each in turn; a demand may be shared by several, and nobody gives more than is free.
 *
 * <p>Money: the planned revenue of a demand's shares adds up to that of all its assigned minutes, each rounded half up from the whole.
 */
public final class Matching {

  /** Less than an hour of somebody is no assignment, unless it is all that lacks. */
  private static final long LEAST_MINUTES = 60;

  /** @param lacks what nobody is free for, by demand, and why */
  public record Result(List<Assigned> assigned, List<Lacking> lacks) {}

  public record Lacking(Demand demand, long minutes, String reason) {}

  private final StaffingNeeded needed;
  private final List<Candidate> candidates;
  private final Map<String, Long> given = new HashMap<>();
  private final List<Assigned> assigned = new ArrayList<>();
  private final List<Lacking> lacks = new ArrayList<>();

  private Matching(StaffingNeeded needed, List<Candidate> candidates) {
    this.needed = needed;
    this.candidates = candidates.stream().sorted(Candidate.bestFor(needed.entity(), needed.currency())).toList();
  }

  /** @param before what is assigned already: its minutes are not asked for again, and its people not for the same demand */
  public static Result of(StaffingNeeded needed, List<Candidate> candidates, List<Assigned> before) {
    var matching = new Matching(needed, candidates);
    for (var demand : needed.demands()) matching.match(demand, before.stream().filter(one -> one.reference().equals(demand.reference())).toList());
    return new Result(List.copyOf(matching.assigned), List.copyOf(matching.lacks));
  }

  private void match(Demand demand, List<Assigned> before) {
    var known = before.stream().map(Assigned::personId).collect(java.util.stream.Collectors.toSet());
    var done = before.stream().mapToLong(Assigned::minutes).sum();
    for (var one : candidates) {
      var left = demand.minutes() - done;
      if (left <= 0) break;
      var share = Math.min(left, free(one));
      if (!fits(one, demand, known) || share <= 0 || share < LEAST_MINUTES && share < left) continue;
      assigned.add(new Assigned(demand.reference(), demand.workId(), demand.role(), one.source(), one.personId(), one.memberId(), one.name(), share, revenue(demand, done, share)));
      given.merge(one.personId(), share, Long::sum);
      done += share;
    }
    Invariant.holds(done <= Math.max(demand.minutes(), before.stream().mapToLong(Assigned::minutes).sum()), "%s is staffed beyond its %s minutes", demand.reference(), demand.minutes());
    if (done < demand.minutes()) lacks.add(new Lacking(demand, demand.minutes() - done, reason(demand, known)));
  }

  private boolean fits(Candidate one, Demand demand, Set<String> known) {
    return one.can(demand.role()) && one.memberId() != null && !known.contains(one.personId()) && !one.costsMoreThan(new BigDecimal(demand.ratePerHour()), needed.currency());
  }

  private long free(Candidate one) {
    return one.freeMinutes() - given.getOrDefault(one.personId(), 0L);
  }

  private String revenue(Demand demand, long before, long share) {
    var hour = new ExactAmount(Rational.of(new BigDecimal(demand.ratePerHour())), Currency.getInstance(needed.currency()));
    return upTo(hour, before + share).minus(upTo(hour, before)).text();
  }

  private static Money upTo(ExactAmount hour, long minutes) {
    return hour.times(Rational.of(minutes, 60)).rounded(RoundingPolicy.HALF_UP);
  }

  private String reason(Demand demand, Set<String> known) {
    var able = candidates.stream().filter(one -> one.can(demand.role())).toList();
    if (able.isEmpty()) return "nobody is a " + demand.role();
    var away = able.stream().filter(one -> one.memberId() == null).count();
    var dear = able.stream().filter(one -> one.memberId() != null && one.costsMoreThan(new BigDecimal(demand.ratePerHour()), needed.currency())).count();
    return able.size() + " with the role: " + (able.size() - away - dear) + " have no more time, " + dear + " cost more than the hour is sold for, " + away + " do not book time there";
  }
}
