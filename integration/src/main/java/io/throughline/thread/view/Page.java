package io.throughline.thread.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** A part of a list. {@code next} is the cursor of the following part; absent at the end. */
public record Page<T>(List<T> items, String next) {

  private static final String SEPARATOR = "\u001f";

  /** A list read with one row more than asked for. */
  static <T> Page<T> of(List<T> found, int limit, Function<T, List<?>> position) {
    if (found.size() <= limit) return new Page<>(List.copyOf(found), null);
    var items = List.copyOf(found.subList(0, limit));
    return new Page<>(items, cursor(position.apply(items.get(limit - 1))));
  }

  private static String cursor(List<?> position) {
    var text = String.join(SEPARATOR, position.stream().map(String::valueOf).toList());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Where a cursor stands; only nulls without one. Refuses what is no cursor of this list. */
  static String[] position(String cursor, int parts) {
    if (cursor == null) return new String[parts];
    var position = new String(decoded(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1);
    if (position.length != parts) throw new IllegalArgumentException("not a cursor of this list");
    return position;
  }

  private static byte[] decoded(String cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a cursor of this list", e);
    }
  }
}
