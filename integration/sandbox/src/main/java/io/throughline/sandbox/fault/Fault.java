package io.throughline.sandbox.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/**
 * One misbehaviour, as the control API takes it.
 *
 * @param operation {@code invoice.upsert}, {@code query}, {@code token}, with {@code *} for anything; null = any
 * @param path path below the vendor's address, with {@code *}; null = any
 * @param times how often it happens, 0 = until taken back
 * @param probability of happening on a matching call, 0 = always
 * @param seed makes probability and disorder repeatable
 * @param millis latency; how long the connection is held after the effect; when the late effect lands; how long an outage lasts, 0 = until taken back
 * @param holdMillis late landing: how long the caller is kept waiting before the connection is cut
 * @param connection {@code "cut"}: an outage that closes connections instead of answering 503
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Fault(
    String vendor, String operation, String method, String path, Kind kind, int times, double probability, long seed,
    long millis, long holdMillis, int retryAfterSeconds, int status, String connection) {

  /** Kinds by their names in the control API. */
  public enum Kind {
    @JsonProperty("latency") LATENCY,
    @JsonProperty("429") BUSY,
    @JsonProperty("quota") QUOTA,
    @JsonProperty("500") BROKEN,
    @JsonProperty("timeout-after-effect") TIMEOUT_AFTER_EFFECT,
    @JsonProperty("late-landing") LATE_LANDING,
    @JsonProperty("outage") OUTAGE,
    @JsonProperty("duplicate-event") DUPLICATE_EVENT,
    @JsonProperty("out-of-order-event") OUT_OF_ORDER_EVENT
  }

  public Fault {
    if (vendor == null || vendor.isBlank()) throw new IllegalArgumentException("a fault names its vendor (or *)");
    if (kind == null) throw new IllegalArgumentException("a fault has a kind");
    if (times < 0 || millis < 0 || holdMillis < 0 || probability < 0 || probability > 1) throw new IllegalArgumentException("a fault out of range");
  }

  boolean fits(String calledVendor, String calledOperation, String calledMethod, String calledPath) {
    return fits(vendor, calledVendor) && fits(operation, calledOperation) && fits(method, calledMethod) && fits(path, calledPath);
  }

  private static boolean fits(String pattern, String value) {
    if (pattern == null) return true;
    return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), value);
  }
}
