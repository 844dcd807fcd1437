package io.throughline.connector;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.throughline.system.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code connector.yaml} as it is written; docs/adding-a-system.md explains every key. Unknown keys are refused.
 *
 * <p>Texts called expression are JSONata; a name ending in {@code .jsonata} is the file beside it. Templates are texts with
 * {@code {expression}} in them. Values starting with {@code $config.} are names of configuration, never the secret itself.
 *
 * @param source the vendor's document and version
 * @param trust how far the contract behind it is trusted: official, derived, handwritten
 * @param about what people should know of it; the catalogue shows it
 * @param base configuration name of the base address
 * @param auth ways to sign in; the first whose configuration is complete is used
 * @param csrf how a token against forged requests is fetched before anything is written, where the system wants one
 * @param also further accounts that belong to the system, by name: base, auth, headers, quota, errors of their own
 * @param settings the tenant's own values with their defaults, overridden by configuration {@code throughline.<system>.<name>};
 *     mappings see them as {@code $settings}
 * @param check a harmless read with which a connection is tried
 * @param hook how the system's own events are verified and read; the standard form when absent
 */
record Descriptor(
    String system,
    Role role,
    String source,
    Trust trust,
    About about,
    String base,
    List<Auth> auth,
    Csrf csrf,
    Map<String, String> headers,
    Quota quota,
    Integer concurrency,
    Duration deadline,
    Circuit circuit,
    Map<String, Descriptor> also,
    Map<String, String> settings,
    List<Rule> errors,
    Request check,
    HookSpec hook,
    Map<String, FeedSpec> feeds,
    Map<String, Operation> operations) {

  /** Calls to one account when the folder does not say. */
  private static final int CONCURRENCY = 5;

  Descriptor {
    about = about == null ? new About(null, null, null, null) : about;
    auth = auth == null ? List.of() : List.copyOf(auth);
    headers = headers == null ? Map.of() : headers;
    also = also == null ? Map.of() : also;
    settings = settings == null ? Map.of() : settings;
    errors = errors == null ? List.of() : List.copyOf(errors);
    feeds = feeds == null ? Map.of() : feeds;
    operations = operations == null ? Map.of() : operations;
    concurrency = concurrency == null ? CONCURRENCY : concurrency;
    deadline = deadline == null ? Duration.ofSeconds(20) : deadline;
    circuit = circuit == null ? new Circuit(5, 10, Duration.ofSeconds(15)) : circuit;
  }

  /** What people call the system. */
  String name() {
    return about.name() == null ? system : about.name();
  }

  enum Trust {
    @JsonProperty("official") OFFICIAL,
    @JsonProperty("derived") DERIVED,
    @JsonProperty("handwritten") HANDWRITTEN
  }

  /**
   * @param name as its vendor writes it
   * @param scopes what the one who signs in must be allowed
   * @param seen where it was seen to work, golden files apart
   * @param note what that leaves out
   */
  record About(String name, String scopes, @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Seen> seen, String note) {
    About {
      seen = seen == null ? List.of() : List.copyOf(seen);
    }
  }

  enum Seen {
    /** The role suite runs on the sandbox. */
    @JsonProperty("sandbox") SANDBOX,
    /** Every exchange is checked against the vendor's contract file. */
    @JsonProperty("contract") CONTRACT,
    /** Run against a real one. */
    @JsonProperty("real") REAL
  }

  /**
   * One way to sign in. Every value but {@code strategy}, {@code token}, {@code algorithm}, {@code style}, {@code header} and
   * {@code baseFrom} is a configuration name, {@code login} and {@code session} apart.
   *
   * @param token path (of the base) or full template of the token endpoint
   * @param style how the client proves itself: form or basic
   * @param fields what else the token request carries, or where there is none each call as a header: its name, and the configuration name of its value
   * @param baseFrom field of the token answer that is the base address from then on
   * @param login strategy session: the request that signs in; its body sees {@code $user} and {@code $password}
   * @param session strategy session: expression over the login's answer for the value of the header; nothing means refused
   */
  record Auth(
      Strategy strategy,
      String token,
      String clientId,
      String clientSecret,
      String scope,
      String style,
      String value,
      String user,
      String password,
      String header,
      String prefix,
      String issuer,
      String subject,
      String audience,
      String key,
      String keyId,
      String algorithm,
      Duration lifetime,
      String baseFrom,
      Map<String, String> fields,
      Request login,
      String session,
      String consumerKey,
      String consumerSecret,
      String tokenId,
      String tokenSecret,
      String realm) {
    Auth {
      fields = fields == null ? Map.of() : fields;
    }
  }

  enum Strategy {
    @JsonProperty("none") NONE,
    @JsonProperty("bearer") BEARER,
    @JsonProperty("api-key") API_KEY,
    @JsonProperty("basic") BASIC,
    @JsonProperty("oauth2-client-credentials") CLIENT_CREDENTIALS,
    @JsonProperty("oauth2-refresh-token") REFRESH_TOKEN,
    @JsonProperty("oauth2-jwt-bearer") JWT_BEARER,
    @JsonProperty("oauth2-client-assertion") CLIENT_ASSERTION,
    @JsonProperty("oauth1-tba") TBA,
    @JsonProperty("session") SESSION
  }

  /** {@code fetch}: method and path of a read that gives the token in {@code header}; it is kept with its cookies and renewed when it is refused. */
  record Csrf(String fetch, String header) {}

  /** Calls a span of time allows; {@code learn} corrects it by what the answers say. */
  record Quota(long requests, Duration per, Learn learn) {}

  /**
   * Reads what is left from a header by {@code pattern} (groups {@code used} and {@code limit}, or {@code left}), or from the body.
   *
   * @param left expression over the body, with {@code $headers}, for what is left, in the system's own unit
   * @param reset expression for the seconds after which it is full again; {@code rest} when it says nothing
   * @param reserve at so little everybody rests
   */
  record Learn(String header, String pattern, String left, String reset, long reserve, Duration rest) {}

  /** Opens after so many failures of so many calls, tries again by itself after {@code open}. */
  record Circuit(int failures, int of, Duration open) {}

  /**
   * What an answer that is no success means. Rules are tried in order; {@code where} is an expression over the body with
   * {@code $status} and {@code $headers}. {@code after}: {@code header(<name>)}, a span, or an expression for seconds.
   */
  record Rule(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> status,
      String where,
      Meaning is,
      String after,
      String code,
      String reason,
      String fields) {}

  enum Meaning {
    /** Not done and nothing changed; later it may work. */
    @JsonProperty("retry") RETRY,
    /** As retry, but an effect may have happened. */
    @JsonProperty("unknown") UNKNOWN,
    /** The account's quota is used up: everybody waits. */
    @JsonProperty("quota") QUOTA,
    @JsonProperty("hold") HOLD,
    @JsonProperty("refused") REFUSED,
    @JsonProperty("unauthorised") UNAUTHORISED,
    /** A success after all. */
    @JsonProperty("done") DONE
  }

  /**
   * One HTTP request. {@code send} is method and path, or a file whose text is both; path, query and header values are templates; {@code body}, {@code form} and {@code xml} are
   * expressions.
   *
   * @param graphql file with a GraphQL document; {@code body} then makes its variables
   * @param content expression for a file's bytes as base64, sent as they are; a header says what they are
   * @param at the account of {@link Descriptor#also} to which it goes; the system's own when absent
   */
  record Request(String send, Map<String, String> query, Map<String, String> headers, String body, String form, String xml, String graphql, String content, String at) {}

  /**
   * One call of an operation.
   *
   * @param effect whether it changes something; exactly one hop of a writing operation does
   * @param transition after the effect, moves the record on (post, confirm); a repeat does nothing, so that it may follow a probe too
   * @param absentOn statuses that mean that there is nothing: the hop's body is then absent, and it is no error
   * @param pick expression for the part of the body that counts; when it yields nothing, and nothing may be absent, the call is refused as
   *     not found
   * @param id expression over the body (with {@code $headers}) for the record's id at the target
   * @param forEach expression for a list: the hop is sent for each item, bound as {@code $item}; for reads, and for transitions that name what still lacks
   * @param abandon before the effect: what is sent when the operation ends without it, so that nothing half-made stays open at the system
   * @param until expression over the body: the hop is repeated every {@code every} until it holds; only for reads
   * @param next expression over the body for the next page, asked with it as {@code $page} until there is none: the hop's body is then the
   *     list of the pages; only for reads
   */
  record Hop(
      String name,
      boolean effect,
      boolean transition,
      Request request,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> absentOn,
      String pick,
      String id,
      String when,
      String forEach,
      String until,
      Duration every,
      Request abandon,
      String next) {

    static Hop read(String name, Request request, List<Integer> absentOn) {
      return new Hop(name, false, false, request, absentOn, null, null, null, null, null, null, null, null);
    }
  }

  /**
   * @param lacks why the system has no such operation: it is done without a call, and says so in the catalogue
   * @param target the answer's field that is the record's id at the target
   * @param out expression for the canonical answer; default {@code <operation>.out.jsonata} where that file exists
   */
  record Operation(
      String summary, String lacks, Idempotency idempotency, List<Hop> hops, Probe probe, String target, String out, String undo, Duration deadline) {}

  record Idempotency(Mode mode, Duration settle, String note) {}

  enum Mode {
    /** Changes nothing. */
    @JsonProperty("read") READ,
    /** The record is written under a key of ours: a repeat changes nothing. */
    @JsonProperty("natural-key") NATURAL_KEY,
    /** The target knows a repeat by a header. */
    @JsonProperty("key-header") KEY_HEADER,
    /** The target takes repeats for new records: look first, always. */
    @JsonProperty("probe") PROBE,
    /** A repeat sets the same state again. */
    @JsonProperty("state") STATE,
    /** Cannot be prevented, only seen afterwards. */
    @JsonProperty("detect-only") DETECT_ONLY,
    /** A repeat does it once more. Only for telling people, where twice is better than never. */
    @JsonProperty("again") AGAIN
  }

  /**
   * How to see whether the effect is there: {@code found} is an expression for the record; it stands for the effectful hop's answer.
   *
   * @param next expression over the body for the next page, asked with it as {@code $page} while nothing is found
   */
  record Probe(
      Request request, @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> absentOn, String found, String id, String next) {}

  /**
   * @param lacks why the system does not tell this: it is not asked, and says so in the catalogue
   * @param items expression for the list of items in a page
   * @param detail read for each item of the page ({@code $item}); its body becomes the item
   * @param hops several reads for each item of the page ({@code $item}): the item becomes {@code item} and each body under its hop's name
   * @param key the fact's field that identifies it, {@code version} is always its version
   */
  record FeedSpec(
      String kind,
      String lacks,
      Duration every,
      Request request,
      Paging paging,
      String items,
      Watermark watermark,
      Request detail,
      List<Hop> hops,
      String out,
      String key,
      List<String> required,
      Duration deadline) {}

  /**
   * The request's templates see the page, offset or cursor as {@code $page} and the size as {@code $size}.
   *
   * @param style page, offset, next, cursor, link or none
   * @param first number of the first page or offset
   * @param more expression over the body that holds while there are further pages (page, offset)
   * @param next expression over the body for the next address or cursor
   * @param delta expression over the last page for where the next sweep begins; when the system has forgotten that place (410), all is
   *     read again
   */
  record Paging(Style style, int size, int first, String more, String next, String delta) {}

  enum Style {
    @JsonProperty("none") NONE,
    @JsonProperty("page") PAGE,
    @JsonProperty("offset") OFFSET,
    @JsonProperty("next") NEXT,
    @JsonProperty("cursor") CURSOR,
    @JsonProperty("link") LINK
  }

  /**
   * Where a poll resumes: the newest {@code modified} seen, less {@code overlap}, bound as {@code $since}.
   *
   * @param modified expression over an item; {@code $asked}, our time of asking, for a list of changes that does not say when each was
   * @param ordered the request asks for ascending order by {@code modified}: pages then follow the watermark instead of counting rows,
   *     so that a row changed during a sweep cannot push another one out of it
   * @param descending the request cannot filter, but sorts by {@code modified}, newest first: the sweep ends at the first row older than
   *     {@code $since}
   * @param window read again each time, for rows that change without a new stamp; other feeds look back the overlap once in a while
   * @param resolution how fine the system's clock is in filters; one second when absent
   */
  record Watermark(String modified, Duration overlap, String start, boolean ordered, boolean descending, Duration resolution, Duration window) {
    Watermark {
      overlap = overlap == null ? Duration.ofSeconds(60) : overlap;
      resolution = resolution == null ? Duration.ofSeconds(1) : resolution;
    }
  }
}
