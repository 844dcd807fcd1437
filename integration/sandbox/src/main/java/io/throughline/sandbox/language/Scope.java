package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a name with dots means here; a missing node when it means nothing. */
@FunctionalInterface
public interface Scope {

  JsonNode at(String path);

  /** Plain nested JSON: {@code account.name}. */
  static Scope of(JsonNode tree) {
    return path -> within(tree, path);
  }

  /** A name may have dots itself: the longest that is there counts. */
  private static JsonNode within(JsonNode node, String path) {
    if (node.has(path)) return node.get(path);
    int dot = path.indexOf('.');
    var first = dot < 0 ? path : path.substring(0, dot);
    var next = node.isArray() && first.matches("\\d+") ? node.path(Integer.parseInt(first)) : node.path(first);
    return dot < 0 ? next : within(next, path.substring(dot + 1));
  }

  /** The same scope in which one more name is known. */
  default Scope with(String name, JsonNode value) {
    var named = Scope.of(value == null ? MissingNode.getInstance() : value);
    return path ->
        path.equals(name) ? (value == null ? MissingNode.getInstance() : value)
            : path.startsWith(name + ".") ? named.at(path.substring(name.length() + 1))
            : at(path);
  }

  /** A scope of top-level names. */
  static Scope names(Map<String, ? extends JsonNode> names) {
    var copy = new LinkedHashMap<String, JsonNode>(names);
    return path -> {
      if (copy.containsKey(path)) return copy.get(path);
      int dot = path.indexOf('.');
      var head = dot < 0 ? null : copy.get(path.substring(0, dot));
      return head == null ? MissingNode.getInstance() : Scope.of(head).at(path.substring(dot + 1));
    };
  }
}
