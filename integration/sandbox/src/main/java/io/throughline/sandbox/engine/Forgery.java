package io.throughline.sandbox.engine;

import io.throughline.sandbox.vendor.Vendor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Tokens against forged requests, for a vendor that wants one with every write ({@code csrf: <header>}), together with its cookie. */
final class Forgery {

  private final String header;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  Forgery(Vendor vendor) {
    header = vendor.described().path("csrf").asText("");
  }

  /** Refuses a write without the token and the cookie that were given together. */
  void check(Found found, Call call) {
    if (header.isEmpty() || call.method().equals("GET") || !found.route().described().path("csrf").asBoolean(true)) return;
    var cookie = cookies.get(call.header(header));
    if (cookie == null || !call.header("cookie").contains(cookie)) throw Refusal.of("forged", "message", "CSRF token validation failed");
  }

  /** What goes back with an answer: a token where one was asked for, the word that one is needed where it was missing. */
  Answer told(Answer answer, Call call, boolean refused) {
    if (refused) return answer.with(header, "Required");
    if (header.isEmpty() || !call.method().equals("GET") || !call.header(header).equalsIgnoreCase("fetch")) return answer;
    var token = UUID.randomUUID().toString();
    cookies.put(token, "session=" + UUID.randomUUID());
    return answer.with(header, token).with("Set-Cookie", cookies.get(token) + "; path=/; HttpOnly");
  }
}
