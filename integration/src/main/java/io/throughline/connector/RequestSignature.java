package io.throughline.connector;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request signed with a token (OAuth 1.0a, RFC 5849, HMAC-SHA256). */
record RequestSignature(String consumerKey, String consumerSecret, String tokenId, String tokenSecret, String realm) {

  String header(String method, URI uri, String nonce, long epochSeconds) {
    var oauth = new LinkedHashMap<String, String>();
    oauth.put("oauth_consumer_key", consumerKey);
    oauth.put("oauth_token", tokenId);
    oauth.put("oauth_nonce", nonce);
    oauth.put("oauth_timestamp", Long.toString(epochSeconds));
    oauth.put("oauth_signature_method", "HMAC-SHA256");
    oauth.put("oauth_version", "1.0");
    var address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    var signature = hmac(method + "&" + encode(address) + "&" + encode(parameters(uri, oauth)));
    var shown = oauth.entrySet().stream().map(field -> field.getKey() + "=\"" + encode(field.getValue()) + "\"").collect(Collectors.joining(","));
    return "OAuth " + (realm == null ? "" : "realm=\"" + realm + "\",") + shown + ",oauth_signature=\"" + encode(signature) + "\"";
  }

  private static String parameters(URI uri, Map<String, String> oauth) {
    var all = new ArrayList<List<String>>();
    oauth.forEach((name, value) -> all.add(List.of(encode(name), encode(value))));
    if (uri.getRawQuery() != null) {
      for (var pair : uri.getRawQuery().split("&")) {
        var parts = pair.split("=", 2);
        all.add(List.of(encode(decode(parts[0])), parts.length == 2 ? encode(decode(parts[1])) : ""));
      }
    }
    return all.stream().sorted(Comparator.<List<String>, String>comparing(pair -> pair.get(0)).thenComparing(pair -> pair.get(1))).map(pair -> pair.get(0) + "=" + pair.get(1)).collect(Collectors.joining("&"));
  }

  private String hmac(String base) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec((encode(consumerSecret) + "&" + encode(tokenSecret)).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return Template.encode(text).replace("*", "%2A").replace("%7E", "~");
  }

  @Override
  public String toString() {
    return "RequestSignature[" + consumerKey + "]";
  }
}
