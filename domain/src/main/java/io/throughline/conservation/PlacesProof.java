package io.throughline.conservation;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Approved = net invoiced + unbilled + held + written off + covered + non-billable; for each entry, hence for each contract: in minutes of
 * time, or in minor units of what was spent.
 *
 * <p>Unbilled and held may be less than nothing: what was invoiced and is to be taken back. No other place may. Entries that are alike in every figure may be counted together under one key: their sum is
 * off exactly when each of them is.
 */
public final class PlacesProof {

  /** Where it is. */
  public enum Place {
    INVOICED,
    UNBILLED,
    HELD,
    WRITTEN_OFF,
    COVERED,
    NON_BILLABLE
  }

  /** What was approved of one entry. */
  public record Approved(String contractId, String entryKey, long quantity) {}

  /** What of one entry is in one place; negative where a credit released them. */
  public record Placed(String contractId, String entryKey, Place place, long quantity) {}

  /** An entry that is not all in a place, or in more than there are, or of which a place holds less than it may. */
  public record Off(String entryKey, long approved, Map<Place, Long> places) {

    /** What is in no place; negative where more is placed than was approved. */
    public long residual() {
      return approved - places.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** One contract: {@code residual} = approved less all places, and must be zero. */
  public record Answer(String contractId, long approved, Map<Place, Long> places, long residual, List<Off> off) {

    public boolean holds() {
      return residual == 0 && off.isEmpty();
    }
  }

  private static final Set<Place> NEVER_NEGATIVE = EnumSet.of(Place.INVOICED, Place.WRITTEN_OFF, Place.COVERED, Place.NON_BILLABLE);

  private PlacesProof() {}

  /** One answer per contract, by contract id. */
  public static List<Answer> of(Collection<Approved> approved, Collection<Placed> placed) {
    var contracts = new TreeMap<String, Tally>();
    for (var each : approved) contracts.computeIfAbsent(each.contractId(), id -> new Tally()).approve(each);
    for (var each : placed) contracts.computeIfAbsent(each.contractId(), id -> new Tally()).place(each);
    return contracts.entrySet().stream().map(each -> each.getValue().answer(each.getKey())).toList();
  }

  private static final class Tally {

    private final Map<String, Entry> entries = new TreeMap<>();

    void approve(Approved each) {
      entry(each.entryKey()).approved += each.quantity();
    }

    void place(Placed each) {
      entry(each.entryKey()).placed[each.place().ordinal()] += each.quantity();
    }

    private Entry entry(String key) {
      return entries.computeIfAbsent(key, id -> new Entry());
    }

    Answer answer(String contractId) {
      var all = new Entry();
      entries.values().forEach(all::add);
      var off = entries.entrySet().stream().filter(each -> each.getValue().isOff()).map(each -> new Off(each.getKey(), each.getValue().approved, each.getValue().places())).toList();
      return new Answer(contractId, all.approved, all.places(), all.residual(), off);
    }
  }

  private static final class Entry {

    private final long[] placed = new long[Place.values().length];
    private long approved;

    void add(Entry other) {
      approved += other.approved;
      for (int i = 0; i < placed.length; i++) placed[i] += other.placed[i];
    }

    long residual() {
      return approved - LongStream.of(placed).sum();
    }

    boolean isOff() {
      return residual() != 0 || NEVER_NEGATIVE.stream().anyMatch(place -> placed[place.ordinal()] < 0);
    }

    Map<Place, Long> places() {
      var places = new EnumMap<Place, Long>(Place.class);
      for (var place : Place.values()) places.put(place, placed[place.ordinal()]);
      return Collections.unmodifiableMap(places);
    }
  }
}
