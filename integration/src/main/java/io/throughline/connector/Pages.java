package io.throughline.connector;

import io.throughline.connector.Connector.Source;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Descriptor.Paging;
import io.throughline.connector.Descriptor.Style;
import io.throughline.connector.Wire.Sending;
import io.throughline.store.Sha256;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads one page of a feed. The cursor holds the watermark of the last finished sweep, the newest change seen in this one, and where the
 * next page begins; a crash between two pages costs nothing. A system's rows become visible later than their time stamps say: so every
 * half {@code overlap} a sweep begins one and a half of it before the watermark, and finds what took up to {@code overlap} to be seen;
 * the sweeps between begin at the watermark. The caller knows a repeated item by key and version.
 */
final class Pages {

  private static final Duration LATER = Duration.ofSeconds(30);

  /** A sweep begins anew at the newest row seen only when that is this many resolutions on, so that at most a fifth is read twice. */
  private static final int WORTH_IT = 5;

  private static final Pattern NEXT_LINK = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");

  private final Connector connector;
  private final Wire wire;
  private final Map<String, Object> settings;
  private final Source source;
  private final Map<String, Object> cursor;
  private final Deadline deadline;
  private final Predicate<String> known;
  private final Instant now;

  Pages(Connector connector, Wire wire, Map<String, Object> settings, Source source, Map<String, Object> cursor, Predicate<String> known, Duration deadline, Instant now) {
    this.connector = connector;
    this.wire = wire;
    this.settings = settings;
    this.source = source;
    this.cursor = cursor == null ? Map.of() : cursor;
    this.known = known;
    this.now = now;
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
      return new Poll.Page(new byte[0], 0, new Poll.Told(List.of(), true), Map.of(), true); // from the beginning
    }
    var items = Tree.list(source.items().apply(answer.body(), variables(from, at)));
    if (source.details() == null) return page(answer, answer.raw(), items.size(), items, from, reached(items, from) ? null : next(answer, items.size(), at));
    var details = details(items);
    if (details.reached() == items.size()) return page(answer, details.raw(), details.read(), items, from, reached(items, from) ? null : next(answer, items.size(), at));
    var next = String.valueOf(Integer.parseInt(start(at, source.described().paging())) + details.reached());
    return page(answer, details.raw(), details.read(), items.subList(0, details.reached()), from, next);
  }

  private Poll page(Answer answer, byte[] raw, int read, List<?> told, Instant from, String next) {
    var newest = newest(told, instant("high"));
    var seen = new Poll.Told(told.stream().map(Pages::hash).toList(), source.details() == null);
    return new Poll.Page(raw, read, seen, next == null ? finished(newest, answer) : further(from, newest, next), next != null);
  }

  private static String hash(Object item) {
    return Sha256.of(new String(Tree.write(item), StandardCharsets.UTF_8));
  }

  /** The time from which this page asks: inside a sweep the one that the page before left. */
  private Instant from() {
    var described = source.described().watermark();
    if (described == null) return null;
    if (inside()) return instant("from");
    var watermark = instant("watermark");
    if (watermark == null) return MappingFunctions.instant(described.start());
    if (described.window() != null) return watermark.minus(described.window());
    return watermark.minus(looksBack() ? described.overlap().multipliedBy(3).dividedBy(2) : Duration.ZERO);
  }

  private boolean inside() {
    return cursor.get("from") != null;
  }

  private boolean looksBack() {
    var last = instant("lookedBack");
    return !inside() && (last == null || !now.isBefore(last.plus(source.described().watermark().overlap().dividedBy(2))));
  }

  private Instant newest(List<?> items, Instant soFar) {
    var newest = soFar;
    if (source.modified() == null) return newest;
    for (var item : items) {
      var at = modified(item);
      if (at != null && (newest == null || at.isAfter(newest))) newest = at;
    }
    return newest;
  }

  /** A list that cannot be filtered, newest first: all that follows is older than asked for. */
  private boolean reached(List<?> items, Instant from) {
    if (source.described().watermark() == null || !source.described().watermark().descending()) return false;
    return items.stream().map(this::modified).anyMatch(modified -> modified != null && modified.isBefore(from));
  }

  private Instant modified(Object item) {
    var modified = source.modified().apply(item, Map.of("settings", settings, "asked", now.toString()));
    return modified == null ? null : MappingFunctions.instant(String.valueOf(modified));
  }

  /** How far a page's items were read: {@code read} of them are in {@code raw}, the others were known or are gone. */
  private record Details(byte[] raw, int read, int reached) {}

  /** The state of each item as it is now, unless it is known. A list by offset need not be read at one go: what was read before a failure is kept. */
  private Details details(List<?> items) {
    var details = new ArrayList<Object>();
    int reached = 0;
    try {
      for (; reached < items.size(); reached++) {
        var item = items.get(reached);
        if (source.described().detail() != null && known.test(hash(item))) continue; // other reads see more than the list can tell
        var bodies = new Hops(connector, wire, settings, new Connectors.Call(connector.descriptor.system(), source.details().described().summary(), "", Tree.map(item), deadline.left(), Map.of()), source.details()).bodies(item);
        if (source.described().detail() == null) {
          bodies.put("item", item);
          details.add(bodies);
        } else if (bodies.get(Connector.DETAIL) != null) details.add(bodies.get(Connector.DETAIL));
      }
    } catch (Failure failure) {
      if (details.isEmpty() || style() != Style.OFFSET) throw failure;
    }
    return new Details(Tree.write(Map.of("items", details)), details.size(), reached);
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
    keepLookBack(next);
    return next;
  }

  private Map<String, Object> further(Instant from, Instant newest, String page) {
    var next = new LinkedHashMap<String, Object>();
    if (cursor.get("watermark") != null) next.put("watermark", cursor.get("watermark"));
    if (newest != null) next.put("high", newest.toString());
    var described = source.described().watermark();
    var counting = style() == Style.PAGE || style() == Style.OFFSET;
    keepLookBack(next);
    if (described != null && described.ordered() && counting && newest != null && newest.isAfter(from.plus(described.resolution().multipliedBy(WORTH_IT)))) {
      next.put("from", newest.minus(described.resolution()).toString()); // the next page begins at the newest row seen, its ties again
      return next;
    }
    if (from != null) next.put("from", from.toString());
    if (cursor.get("delta") != null) next.put("delta", cursor.get("delta"));
    next.put("page", page);
    return next;
  }

  private void keepLookBack(Map<String, Object> next) {
    if (source.described().watermark() == null) return;
    if (looksBack()) next.put("lookedBack", now.toString());
    else if (cursor.get("lookedBack") != null) next.put("lookedBack", cursor.get("lookedBack"));
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
