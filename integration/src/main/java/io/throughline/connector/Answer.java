package io.throughline.connector;

import io.throughline.store.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What came back: the body as a tree where it is JSON or XML, {@code base64}, {@code sha256} and {@code mediaType} of a file, text otherwise; header names in lower case. */
record Answer(int status, Map<String, String> headers, byte[] raw, Object body) {

  private static final Pattern FILE = Pattern.compile("application/(pdf|octet-stream|zip|msword|vnd\\.openxmlformats)|image/");

  static Answer of(HttpResponse<byte[]> response) {
    var headers = new LinkedHashMap<String, String>();
    response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(name.equalsIgnoreCase("set-cookie") ? "\n" : ", ", values)));
    return new Answer(response.statusCode(), headers, response.body(), body(response.body(), headers.getOrDefault("content-type", "")));
  }

  private static Object body(byte[] raw, String type) {
    if (raw == null || raw.length == 0) return null;
    if (FILE.matcher(type).lookingAt()) return new LinkedHashMap<>(Map.of("base64", Base64.getEncoder().encodeToString(raw), "sha256", Sha256.of(raw), "mediaType", type.replaceFirst("\\s*;.*", "")));
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
