package io.throughline.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.fault.Faults.Strike;
import io.throughline.sandbox.language.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls that vendors got, and what became of them. */
public final class CallLog {

  /** Enough to look back over one play. */
  private static final int KEPT = 5_000;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** One call; a status below zero means that the effect was applied and no answer was sent. */
  public static final class Entry {

    private final String vendor;
    private final String operation;
    private final String call;
    private final List<String> faults;
    private volatile int status;
    private volatile boolean gone;

    private Entry(String vendor, String operation, String call, List<String> faults) {
      this.vendor = vendor;
      this.operation = operation;
      this.call = call;
      this.faults = faults;
    }

    public void answered(int with) {
      status = with;
    }

    public void gone() {
      gone = true;
    }

    JsonNode shown() {
      var shown = Json.object().put("vendor", vendor).put("operation", operation).put("call", call).put("status", status).put("callerGone", gone);
      return shown.set("faults", Json.of(faults));
    }
  }

  public Entry begin(String vendor, String operation, Call call, List<Strike> strikes) {
    var faults = strikes.stream().map(strike -> Json.of(strike.fault().kind()).asText()).toList();
    var entry = new Entry(vendor, operation, call.method() + " " + call.path(), faults);
    synchronized (entries) {
      entries.addLast(entry);
      if (entries.size() > KEPT) entries.removeFirst();
    }
    return entry;
  }

  /** Newest last; of one vendor, or of all when it is empty. */
  public JsonNode shown(String vendor) {
    var shown = Json.array();
    synchronized (entries) {
      entries.stream().filter(entry -> vendor.isEmpty() || entry.vendor.equals(vendor)).forEach(entry -> shown.add(entry.shown()));
    }
    return shown;
  }
}
