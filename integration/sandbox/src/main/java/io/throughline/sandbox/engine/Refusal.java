package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The vendor says no: a kind of error, which its description words, and what it is about. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String kind;
  private final transient Map<String, JsonNode> about;

  private Refusal(String kind, Map<String, JsonNode> about) {
    super(kind + " " + about, null, false, false);
    this.kind = kind;
    this.about = about;
  }

  /** @param about names and values in turn: {@code "field", "Name"} */
  public static Refusal of(String kind, String... about) {
    var named = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i + 1 < about.length; i += 2) named.put(about[i], Json.text(about[i + 1]));
    return new Refusal(kind, named);
  }

  public String kind() {
    return kind;
  }

  public Map<String, JsonNode> about() {
    return about;
  }
}
