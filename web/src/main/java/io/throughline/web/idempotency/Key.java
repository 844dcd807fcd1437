package io.throughline.web.idempotency;

import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request's key and what the request says.
 *
 * @param hash over who asks, method, path and key: nobody meets another's answers
 * @param fingerprint over path, query and the body's meaning: order of fields and white space do not count
 */
public record Key(String hash, String fingerprint) {

  public static final String HEADER = "Idempotency-Key";

  /** A structured-field string, or the same characters that need no quotes. */
  private static final Pattern QUOTED = Pattern.compile("\"([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255})\"");

  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._:~-]{1,255}");

  /** The request as it matters here; the body is absent, raw bytes, or what was read from it. */
  record Asked(String caller, String method, String path, String query, List<String> headers, List<Object> bodies) {}

  static Key of(Asked asked) {
    var key = text(asked.headers());
    var meaning = new StringBuilder();
    asked.bodies().forEach(body -> meaning.append(Json.write(meaning(body))).append('\n'));
    return new Key(
        Sha256.of(asked.caller(), asked.method(), asked.path(), key),
        Sha256.of(asked.path(), String.valueOf(asked.query()), Sha256.of(meaning.toString().getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(List<String> headers) {
    if (headers.isEmpty()) throw new Refused(Problem.of(Code.IDEMPOTENCY_KEY_MISSING, Code.IDEMPOTENCY_KEY_MISSING.remedy()));
    if (headers.size() > 1) throw new Refused(Problem.of(Code.IDEMPOTENCY_KEY_MALFORMED, "more than one Idempotency-Key"));
    var header = headers.get(0).trim();
    var quoted = QUOTED.matcher(header);
    if (quoted.matches()) return quoted.group(1);
    if (BARE.matcher(header).matches()) return header;
    throw new Refused(Problem.of(Code.IDEMPOTENCY_KEY_MALFORMED, Code.IDEMPOTENCY_KEY_MALFORMED.remedy()));
  }

  private static Object meaning(Object body) {
    if (!(body instanceof byte[] raw)) return body == null ? "" : body;
    try {
      return raw.length == 0 ? "" : Json.MAPPER.readValue(raw, Object.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new Refused(io.throughline.web.problem.Troubles.problem(e, null));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
