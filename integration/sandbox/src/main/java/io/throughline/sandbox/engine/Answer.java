package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back; {@code body} is null when there is none. */
public record Answer(int status, Map<String, String> headers, JsonNode body) {

  /** The body as it goes over the wire: text as it is where a header says what it is, otherwise JSON. */
  public String text() {
    if (body == null) return "";
    return body.isTextual() && headers.containsKey("Content-Type") ? body.asText() : Json.write(body);
  }

  public static Answer of(int status, JsonNode body) {
    return new Answer(status, Map.of(), body);
  }

  public Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
