package io.throughline.connector;

import io.throughline.connector.Connector.Source;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Descriptor.Paging;
import io.throughline.connector.Descriptor.Style;
import io.throughline.connector.Wire.Sending;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one page of a feed. The cursor holds the watermark of the last finished sweep, the newest change seen in this one, and where the
 * next page begins; a crash between two pages costs nothing. Each sweep begins {@code overlap} before the watermark, because a system's
 * rows become visible later than their time stamps say; the caller knows a repeated item by key and version.
 */
final class Pages {

  private static final Duration LATER = Duration.ofSeconds(30);
  private static final Pattern NEXT_LINK = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");

  private final Connector connector;
  private final Wire wire;
  private final Map<String, Object> settings;
  private final Source source;
  private final Map<String, Object> cursor;
  private final Deadline deadline;

  Pages(Connector connector, Wire wire, Map<String, Object> settings, Source source, Map<String, Object> cursor, Duration deadline) {
    this.connector = connector;
    this.wire = wire;
    this.settings = settings;
    this.source = source;
    this.cursor = cursor == null ? Map.of() : cursor;
    this.deadline = Deadline.in(deadline != null ? deadline : source.described().deadline() != null ? source.described().deadline() : connector.descriptor.deadline());
  }

  Poll read() {
    try {
      return page();
    } catch (Failure failure) {
      return failure.outcome.fold(
          done -> new Poll.Later(LATER, "done", ""),
          retry -> new Poll.Later(retry.after(), retry.code(), retry.reason()),
          hold -> new Poll.Later(LATER, hold.code(), hold.reason()),
          refused -> new Poll.Later(LATER, refused.code(), refused.reason()));
    } catch (IllegalStateException | UncheckedIOException e) {
      return new Poll.Later(LATER, "unconfigured", e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Poll.Later(LATER, "mapping", e.getMessage());
    }
  }

  private Poll page() {
    var from = from();
    var at = text("page") != null ? text("page") : text("delta");
    var sending = new Sending(Map.of(), variables(from, at), Map.of(), deadline, false, null);
    var following = style() == Style.NEXT || style() == Style.LINK;
    Answer answer;
    try {
      answer = following && at != null ? wire.follow(source.request(), at, sending) : wire.send(source.request(), sending);
    } catch (Failure failure) {
      if (at == null || text("delta") == null || !forgotten(failure)) throw failure;
      return new Poll.Page(new byte[0], 0, Map.of(), true); // from the beginning
    }
    var items = Tree.list(source.items().apply(answer.body(), variables(from, at)));
    var newest = newest(items, instant("high"));
    var raw = source.details() == null ? answer.raw() : detailed(items);
    var next = reached(items, from) ? null : next(answer, items.size(), at);
    return new Poll.Page(raw, items.size(), next == null ? finished(newest, answer) : further(from, newest, next), next != null);
  }

  /** The time from which this page asks: inside a sweep the one that the page before left, otherwise the watermark less the overlap. */
  private Instant from() {
    var described = source.described().watermark();
    if (described == null) return null;
    if (cursor.get("from") != null) return instant("from");
    var watermark = instant("watermark");
    return watermark == null ? MappingFunctions.instant(described.start()) : watermark.minus(described.overlap());
  }

  private Instant newest(List<?> items, Instant soFar) {
    var newest = soFar;
    if (source.modified() == null) return newest;
    for (var item : items) {
      var modified = source.modified().apply(item, Map.of("settings", settings));
      if (modified == null) continue;
      var at = MappingFunctions.instant(String.valueOf(modified));
      if (newest == null || at.isAfter(newest)) newest = at;
    }
    return newest;
  }

  /** A list that cannot be filtered, newest first: all that follows is older than asked for. */
  private boolean reached(List<?> items, Instant from) {
    if (source.described().watermark() == null || !source.described().watermark().descending()) return false;
    return items.stream().map(item -> source.modified().apply(item, Map.of("settings", settings))).anyMatch(modified -> modified != null && MappingFunctions.instant(String.valueOf(modified)).isBefore(from));
  }

  /** The state of each item as it is now; an item that is gone meanwhile is left out. */
  private byte[] detailed(List<?> items) {
    var details = new ArrayList<Object>();
    for (var item : items) {
      var bodies = new Hops(connector, wire, settings, new Connectors.Call(connector.descriptor.system(), source.details().described().summary(), "", Tree.map(item), deadline.left(), Map.of()), source.details()).bodies(item);
      if (source.described().detail() == null) {
        bodies.put("item", item);
        details.add(bodies);
      } else if (bodies.get(Connector.DETAIL) != null) details.add(bodies.get(Connector.DETAIL));
    }
    return Tree.write(Map.of("items", details));
  }

  /** Where the next page is, or null when this was the last. */
  private String next(Answer answer, int items, String at) {
    var paging = source.described().paging();
    return switch (style()) {
      case NONE -> null;
      case PAGE -> more(answer) ? String.valueOf(Integer.parseInt(start(at, paging)) + 1) : null;
      case OFFSET -> more(answer) && items > 0 ? String.valueOf(Integer.parseInt(start(at, paging)) + items) : null;
      case NEXT, CURSOR -> {
        var next = source.next().apply(answer.body(), Map.of("headers", answer.headers()));
        yield next == null || "".equals(next) ? null : String.valueOf(next);
      }
      case LINK -> {
        var link = NEXT_LINK.matcher(answer.headers().getOrDefault("link", ""));
        yield link.find() ? link.group(1) : null;
      }
    };
  }

  private boolean more(Answer answer) {
    return source.more().holds(answer.body(), Map.of("headers", answer.headers()));
  }

  private static boolean forgotten(Failure failure) {
    return failure.outcome.fold(done -> false, retry -> false, hold -> false, refused -> refused.code().equals("http-410"));
  }

  private Map<String, Object> finished(Instant newest, Answer answer) {
    var next = new LinkedHashMap<String, Object>();
    var delta = source.delta() == null ? null : source.delta().apply(answer.body(), Map.of("headers", answer.headers()));
    if (delta != null) next.put("delta", String.valueOf(delta));
    var before = instant("watermark");
    var watermark = newest == null || before != null && before.isAfter(newest) ? before : newest;
    if (watermark != null) next.put("watermark", watermark.toString());
    return next;
  }

  private Map<String, Object> further(Instant from, Instant newest, String page) {
    var next = new LinkedHashMap<String, Object>();
    if (cursor.get("watermark") != null) next.put("watermark", cursor.get("watermark"));
    if (newest != null) next.put("high", newest.toString());
    var described = source.described().watermark();
    var counting = style() == Style.PAGE || style() == Style.OFFSET;
    if (described != null && described.ordered() && counting && newest != null && newest.minus(described.resolution()).isAfter(from)) {
      next.put("from", newest.minus(described.resolution()).toString()); // the next page begins at the newest row seen, its ties again
      return next;
    }
    if (cursor.get("from") != null) next.put("from", cursor.get("from"));
    if (cursor.get("delta") != null) next.put("delta", cursor.get("delta"));
    next.put("page", page);
    return next;
  }

  private Map<String, Object> variables(Instant since, String at) {
    var paging = source.described().paging();
    var variables = new LinkedHashMap<String, Object>();
    variables.put("settings", settings);
    if (since != null) variables.put("since", since.toString());
    if (paging != null) {
      variables.put("size", paging.size());
      if (paging.style() == Style.PAGE || paging.style() == Style.OFFSET) variables.put("page", start(at, paging));
      else if (at != null) variables.put("page", at);
    }
    return variables;
  }

  private static String start(String at, Paging paging) {
    return at == null ? String.valueOf(paging.first()) : at;
  }

  private Style style() {
    return source.described().paging() == null ? Style.NONE : source.described().paging().style();
  }

  private String text(String name) {
    return cursor.get(name) == null ? null : String.valueOf(cursor.get(name));
  }

  private Instant instant(String name) {
    return cursor.get(name) == null ? null : MappingFunctions.instant(String.valueOf(cursor.get(name)));
  }

}
