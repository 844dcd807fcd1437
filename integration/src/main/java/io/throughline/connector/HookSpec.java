package io.throughline.connector;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a system tells by itself, as the folder describes it. Expressions see the body (a tree where it is JSON, else text) and
 * {@code $headers}, {@code $query}, {@code $settings}, {@code $bodyHash}.
 *
 * @param verify all of them have to hold before a word is believed
 * @param handshake how the system introduces itself before the first event
 * @param out expression for the hub's messages in it: {@code {id, type, data}}; the id is the system's own, so that a repeat is known
 * @param reply what a genuine event is answered; 202 without a body when absent
 * @param subscriptions kept by the hub; absent: made by hand
 */
record HookSpec(List<Check> verify, Handshake handshake, String out, Reply reply, Subscriptions subscriptions) {

  HookSpec {
    verify = verify == null ? List.of() : List.copyOf(verify);
  }

  enum Strategy {
    /** HMAC-SHA256 over parts of the request. */
    @JsonProperty("hmac") HMAC,
    /** A JSON Web Token signed with HS256 that is meant for this address and has not expired. */
    @JsonProperty("jwt") JWT,
    /** A value that only the system and the hub know, compared in constant time. */
    @JsonProperty("token") TOKEN
  }

  enum Encoding {
    @JsonProperty("hex") HEX,
    @JsonProperty("base64") BASE64
  }

  /**
   * @param secret configuration name; {@code {system}} stands for the system's name. Absent: the secrets that handshakes, or answers to subscribing, brought
   * @param key how the configured secret is written: {@code text} (its bytes as they are) or {@code whsec} (whsec_ and base64)
   * @param header where the signature or token stands; a name that ends in {@code *} is any header that begins so. One of several fits
   * @param prefix what stands before the signature
   * @param over what is signed, in order: {@code method}, {@code uri}, {@code decoded-uri}, {@code body}, {@code header(<name>)}, or any
   *     other text as it is
   * @param value strategy token: expression for what has to equal the secret; of a list, every item
   * @param optional left out while its secret is not configured; one check has to be left
   */
  record Check(
      Strategy strategy,
      String secret,
      String key,
      String header,
      String prefix,
      Encoding encoding,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> over,
      Stamp timestamp,
      String value,
      boolean optional) {}

  /** @param unit s, ms (since 1970) or iso; {@code within}: older or newer is a replay or a wrong clock */
  record Stamp(String header, String unit, Duration within) {}

  /** @param when expression that holds for an introduction; {@code keep}: expression for the secret that signs from now on */
  record Handshake(String when, String keep, Reply reply) {}

  /**
   * Subscriptions that the hub keeps as they should be, by the folder's operations {@code listSubscriptions}, {@code subscribe},
   * {@code unsubscribe} and, where they end by themselves, {@code renewSubscription}.
   *
   * @param of what has one
   * @param every how often those that there are, are compared with those that there should be
   * @param lives how long one lives; until it is taken away when absent
   * @param renew how long before its end one is renewed
   * @param bringsSecret whether the answer of {@code subscribe} tells, once, the {@code secret} that signs its events
   */
  record Subscriptions(Of of, Duration every, Duration lives, Duration renew, boolean bringsSecret) {}

  enum Of {
    @JsonProperty("account") ACCOUNT,
    /** Each project of a live engagement. */
    @JsonProperty("project") PROJECT
  }

  /** Header values and the body are expressions; a body that is no text is sent as JSON. */
  record Reply(Integer status, String type, Map<String, String> headers, String body) {
    Reply {
      status = status == null ? 200 : status;
      headers = headers == null ? Map.of() : headers;
    }
  }
}
