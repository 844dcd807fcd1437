package io.throughline.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way in: {@code {on: "PATCH /sobjects/{collection}/{id}", does: update}}.
 *
 * @param does the verb of the engine: token, list, read, create, update, upsert, delete, transform, act, query, next, fixed
 * @param open true when no token is asked for
 */
public record Route(String method, Pattern path, List<String> names, String does, boolean open, JsonNode described) {

  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  static Route read(JsonNode described) {
    var on = described.path("on").asText().split(" ", 2);
    var names = new ArrayList<String>();
    var regex = new StringBuilder();
    int end = 0;
    for (var name = NAME.matcher(on[1]); name.find(); end = name.end()) {
      regex.append(Pattern.quote(on[1].substring(end, name.start()))).append("([^/]+)");
      names.add(name.group(1));
    }
    regex.append(Pattern.quote(on[1].substring(end)));
    return new Route(on[0], Pattern.compile(regex.toString()), List.copyOf(names), described.path("does").asText(),
        described.path("open").asBoolean(), described);
  }

  /** The values of the names in the path, when it is this way in. */
  public Optional<Map<String, String>> match(String calledMethod, String calledPath) {
    if (!method.equals(calledMethod)) return Optional.empty();
    var matcher = path.matcher(calledPath);
    if (!matcher.matches()) return Optional.empty();
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) values.put(names.get(i), decoded(matcher.group(i + 1)));
    return Optional.of(values);
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
