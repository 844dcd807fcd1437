package io.throughline.connector;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What came back: the body as a tree where it is JSON or XML, as text otherwise; header names in lower case. */
record Answer(int status, Map<String, String> headers, byte[] raw, Object body) {

  static Answer of(HttpResponse<byte[]> response) {
    var headers = new LinkedHashMap<String, String>();
    response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(name.equalsIgnoreCase("set-cookie") ? "\n" : ", ", values)));
    return new Answer(response.statusCode(), headers, response.body(), body(response.body(), headers.getOrDefault("content-type", "")));
  }

  private static Object body(byte[] raw, String type) {
    if (raw == null || raw.length == 0) return null;
    try {
      return type.contains("xml") ? Xml.read(raw) : Tree.read(raw);
    } catch (IOException neither) {
      return new String(raw, StandardCharsets.UTF_8);
    }
  }

  boolean success() {
    return status >= 200 && status < 300;
  }

  /** What later hops see of this one. */
  Map<String, Object> seen(Object id) {
    var seen = new LinkedHashMap<String, Object>();
    seen.put("status", status);
    seen.put("headers", headers);
    if (body != null) seen.put("body", body);
    if (id != null) seen.put("id", String.valueOf(id));
    return seen;
  }
}
