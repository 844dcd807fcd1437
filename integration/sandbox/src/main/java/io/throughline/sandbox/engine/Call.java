package io.throughline.sandbox.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Xml;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP call, read in full.
 *
 * @param base the vendor's own address as the caller sees it
 * @param path below the base
 * @param headers by lower-case name
 */
public record Call(String method, String base, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
  }

  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  /** Whether the body is a file, neither JSON, XML nor a form. */
  boolean isFile() {
    return body.length > 0 && !header("content-type").matches("(?i).*(json|xml|form-urlencoded).*");
  }

  /** Hex, over the body as it came. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** The body as JSON, XML read as a tree; refused when it is neither. */
  public JsonNode json() {
    if (header("content-type").contains("xml")) return Xml.read(body);
    if (!header("content-type").contains("json")) throw Refusal.of("wrong-content-type", "message", "Content-Type " + header("content-type"));
    try {
      var tree = Json.MAPPER.readTree(body);
      if (tree == null || tree.isMissingNode()) throw Refusal.of("malformed-body", "message", "empty body");
      return tree;
    } catch (JsonProcessingException malformed) {
      throw Refusal.of("malformed-body", "message", malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public Map<String, String> form() {
    return pairs(new String(body, StandardCharsets.UTF_8));
  }

  public static Map<String, String> pairs(String encoded) {
    var pairs = new LinkedHashMap<String, String>();
    if (encoded == null || encoded.isBlank()) return pairs;
    for (var pair : encoded.split("&")) {
      var parts = pair.split("=", 2);
      pairs.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
    }
    return pairs;
  }
}
