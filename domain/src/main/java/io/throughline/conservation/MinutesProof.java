package io.throughline.conservation;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Approved minutes = net invoiced + unbilled + held + written off + covered + non-billable; for each entry, hence for each contract. */
public final class MinutesProof {

  /** Where minutes are. */
  public enum Place {
    INVOICED,
    UNBILLED,
    HELD,
    WRITTEN_OFF,
    COVERED,
    NON_BILLABLE
  }

  /** Minutes approved of one entry. */
  public record Approved(String contractId, String entryKey, long minutes) {}

  /** Minutes of one entry in one place; negative where a credit released them. */
  public record Placed(String contractId, String entryKey, Place place, long minutes) {}

  /** An entry whose minutes are not all in a place, or in more than there are. */
  public record Off(String entryKey, long approved, long placed) {}

  /** One contract: {@code residual} = approved less all places, and must be zero. */
  public record Answer(String contractId, long approved, Map<Place, Long> places, long residual, List<Off> off) {

    public boolean holds() {
      return residual == 0 && off.isEmpty();
    }
  }

  private MinutesProof() {}

  /** One answer per contract, by contract id. */
  public static List<Answer> of(Collection<Approved> approved, Collection<Placed> placed) {
    var contracts = new TreeMap<String, Tally>();
    for (var each : approved) contracts.computeIfAbsent(each.contractId(), id -> new Tally()).approve(each);
    for (var each : placed) contracts.computeIfAbsent(each.contractId(), id -> new Tally()).place(each);
    return contracts.entrySet().stream().map(each -> each.getValue().answer(each.getKey())).toList();
  }

  private static final class Tally {

    private final Map<Place, Long> places = new EnumMap<>(Place.class);
    private final Map<String, long[]> entries = new TreeMap<>();
    private long approved;

    void approve(Approved each) {
      approved += each.minutes();
      entry(each.entryKey())[0] += each.minutes();
    }

    void place(Placed each) {
      places.merge(each.place(), each.minutes(), Long::sum);
      entry(each.entryKey())[1] += each.minutes();
    }

    private long[] entry(String key) {
      return entries.computeIfAbsent(key, id -> new long[2]);
    }

    Answer answer(String contractId) {
      for (var place : Place.values()) places.putIfAbsent(place, 0L);
      var off = entries.entrySet().stream()
          .filter(each -> each.getValue()[0] != each.getValue()[1])
          .map(each -> new Off(each.getKey(), each.getValue()[0], each.getValue()[1]))
          .toList();
      long all = places.values().stream().mapToLong(Long::longValue).sum();
      return new Answer(contractId, approved, Collections.unmodifiableMap(places), approved - all, off);
    }
  }
}
