package io.throughline.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The misbehaviour now in force, and how often each has struck. */
public final class Faults {

  /** A fault that strikes this call; {@code chance} is its own source of randomness. */
  public record Strike(Fault fault, Random chance) {}

  private static final class Active {
    final Fault fault;
    final Random chance;
    final Instant over;
    int struck;

    Active(Fault fault, Instant now) {
      this.fault = fault;
      this.over = fault.kind() == Fault.Kind.OUTAGE && fault.millis() > 0 ? now.plusMillis(fault.millis()) : Instant.MAX;
      this.chance = new Random(fault.seed());
    }

    boolean strikes(Instant now) {
      if (now.isAfter(over)) return false;
      if (fault.times() > 0 && struck >= fault.times()) return false;
      if (fault.probability() > 0 && chance.nextDouble() >= fault.probability()) return false;
      struck++;
      return true;
    }
  }

  private final List<Active> active = new ArrayList<>();
  private final Clock clock;

  public Faults(Clock clock) {
    this.clock = clock;
  }

  public synchronized void replace(List<Fault> faults) {
    active.clear();
    add(faults);
  }

  public synchronized void add(List<Fault> faults) {
    faults.forEach(fault -> active.add(new Active(fault, clock.instant())));
  }

  /** Takes back exactly these, whoever else has set others. */
  public synchronized void withdraw(List<Fault> faults) {
    active.removeIf(each -> faults.stream().anyMatch(fault -> fault == each.fault));
  }

  public synchronized JsonNode shown() {
    var shown = Json.array();
    active.forEach(each -> shown.add(((ObjectNode) Json.of(each.fault)).put("struck", each.struck)));
    return shown;
  }

  /** What strikes this call: any latency, and the first other fault that fits. */
  public synchronized List<Strike> strike(String vendor, String operation, String method, String path) {
    var strikes = new ArrayList<Strike>();
    var now = clock.instant();
    boolean decided = false;
    for (var each : active) {
      boolean latency = each.fault.kind() == Fault.Kind.LATENCY;
      if (decided && !latency || !each.fault.fits(vendor, operation, method, path) || !each.strikes(now)) continue;
      strikes.add(new Strike(each.fault, each.chance));
      decided |= !latency;
    }
    return strikes;
  }
}
