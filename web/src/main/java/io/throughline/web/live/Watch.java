package io.throughline.web.live;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed since the look before. Told once more at the next look that finds nothing new: a row can get its number before another and
 * be seen after it, when its transaction ends later.
 */
final class Watch {

  private Map<String, ?> before;
  private Set<String> told = Set.of();

  /** Empty when nobody has to be told; at the first look nobody has. */
  Set<String> changed(Map<String, ?> now) {
    var words = new TreeSet<String>();
    if (before != null) now.forEach((word, value) -> {
      if (!value.equals(before.get(word))) words.add(word);
    });
    before = now;
    var again = told;
    told = words;
    return words.isEmpty() ? again : words;
  }
}
