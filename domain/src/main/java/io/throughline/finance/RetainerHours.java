package io.throughline.finance;

import io.throughline.canonical.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens to a retainer's minutes: each period includes some, unused ones roll for a number of periods, what is used beyond is
 * overage, what is left in the end expires.
 */
public final class RetainerHours {

  /** One period's account. {@code own} minutes were included, {@code rolledIn} came from before; in = out. {@code ended} says of which periods minutes expired. */
  public record Month(long own, long rolledIn, long used, long overage, long rolledOut, Map<Integer, Long> ended) {

    public long expired() {
      return ended.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** One entry's minutes: how many count, how many of them documents hold, and how many were given up. */
  public record Worked(long approved, long billed, long givenUp) {

    private long kept() {
      return billed + givenUp;
    }
  }

  private record Bucket(int period, long minutes) {}

  private RetainerHours() {}

  /**
   * @param included minutes of each period
   * @param used minutes of each period
   * @param rollPeriods how many periods unused minutes live on
   * @param over whether the last period is the last of the term: nothing rolls out of it
   */
  public static List<Month> account(List<Long> included, List<Long> used, int rollPeriods, boolean currentFirst, boolean over) {
    var months = new ArrayList<Month>();
    var rolled = new ArrayList<Bucket>();
    for (int period = 0; period < included.size(); period++) {
      long rolledIn = rolled.stream().mapToLong(Bucket::minutes).sum();
      var buckets = new ArrayList<>(rolled);
      buckets.add(currentFirst ? 0 : buckets.size(), new Bucket(period, included.get(period)));
      long left = used.get(period);
      rolled = new ArrayList<>();
      var ended = new TreeMap<Integer, Long>();
      boolean last = over && period == included.size() - 1;
      for (var bucket : buckets) {
        long taken = Math.min(left, bucket.minutes());
        left -= taken;
        if (bucket.minutes() == taken) continue;
        if (last || period - bucket.period() >= rollPeriods) ended.put(bucket.period(), bucket.minutes() - taken);
        else rolled.add(new Bucket(bucket.period(), bucket.minutes() - taken));
      }
      rolled.sort(Comparator.comparingInt(Bucket::period));
      long rolledOut = rolled.stream().mapToLong(Bucket::minutes).sum();
      var month = new Month(included.get(period), rolledIn, used.get(period), left, rolledOut, ended);
      Invariant.holds(month.own() + rolledIn == month.used() - left + rolledOut + month.expired(), "retainer minutes leak: %s", month);
      months.add(month);
    }
    return months;
  }

  /**
   * How many minutes of each entry are beyond what is included. Those that are billed already stay it as far as there is overage, what is too much
   * comes back of the first; what else is beyond is of the last.
   *
   * @param worked the entries of a period, in the order of their days
   */
  public static List<Long> beyond(List<Worked> worked, long overage) {
    long kept = worked.stream().mapToLong(Worked::kept).sum();
    long fresh = Math.max(0, overage - kept);
    long excess = Math.max(0, kept - overage);
    var beyond = new ArrayList<Long>();
    for (var one : worked) {
      long stays = Math.min(one.kept(), one.approved());
      long less = Math.min(excess, Math.min(one.billed(), stays));
      beyond.add(stays - less);
      excess -= less;
    }
    for (int last = worked.size() - 1; last >= 0; last--) {
      long more = Math.min(fresh, worked.get(last).approved() - beyond.get(last));
      beyond.set(last, beyond.get(last) + more);
      fresh -= more;
    }
    return beyond;
  }
}
