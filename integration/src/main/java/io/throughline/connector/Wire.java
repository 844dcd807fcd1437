package io.throughline.connector;

import io.throughline.connector.Connector.Sendable;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Sends one request of one account: allowance, slot, circuit, sign-in, deadline; answers a success or throws the outcome. The effect of
 * a request that was not answered is UNKNOWN, unless it certainly never left.
 */
final class Wire {

  /** What a caller waits when nobody says how long. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Bad credentials need a person, but the work waits for them rather than being held one by one. */
  private static final Duration SIGN_IN_AGAIN = Duration.ofSeconds(60);

  private final Account account;
  private final Token token;
  private final ForgeryToken forgery;
  private final Secrets secrets;
  private final HttpClient http;
  private final Clock clock;
  private final Map<String, Wire> also = new LinkedHashMap<>();

  /** @param before the same account's wire before its folder changed, or null: the accounts beside it go on as they stand */
  Wire(Account account, Secrets secrets, RefreshTokens refreshTokens, HttpClient http, Clock clock, Wire before) {
    this.account = account;
    this.secrets = secrets;
    this.http = http;
    this.clock = clock;
    this.token = new Token(account.connector, secrets, refreshTokens, clock, this::raw);
    var csrf = account.connector.descriptor.csrf();
    account.connector.also.forEach((name, connector) -> {
      var old = before == null ? null : before.also.get(name);
      also.put(name, new Wire(new Account(connector, secrets, clock, old == null ? null : old.account), secrets, refreshTokens, http, clock, old));
    });
    this.forgery = csrf == null ? null : new ForgeryToken(csrf, this::fetched);
  }

  /** What surrounds a request: who it is for, until when, and whether it changes something. */
  record Sending(Object input, Map<String, ?> variables, Map<String, String> traceHeaders, Deadline deadline, boolean effect, List<Integer> absentOn) {}

  Answer send(Sendable request, Sending sending) {
    if (request.at() != null) return also.get(request.at()).sendHere(request, sending);
    return sendHere(request, sending);
  }

  private Answer sendHere(Sendable request, Sending sending) {
    var path = request.path().fill(sending.input(), sending.variables(), request.path().isWhole() ? UnaryOperator.identity() : Template::encode);
    if (request.method() != null) return send(request, path, true, sending);
    var space = path.indexOf(' ');
    var chosen = new Sendable(path.substring(0, space), request.path(), request.query(), request.headers(), request.body(), request.form(), request.xml(), request.graphql(), request.content(), request.at());
    return send(chosen, path.substring(space + 1), true, sending);
  }

  /** Follows an address that an answer gave. */
  Answer follow(Sendable request, String address, Sending sending) {
    if (request.at() != null) return also.get(request.at()).send(request, address, false, sending);
    return send(request, address, false, sending);
  }

  private Answer send(Sendable request, String path, boolean query, Sending sending) {
    if (account.paused()) throw Failure.retry(SOON, "paused", "traffic to " + system() + " is paused", Effect.NONE);
    var rest = account.allowance.take();
    if (!rest.isZero()) throw counted(Failure.retry(rest, "quota", "the quota of " + system() + " is used up", Effect.NONE));
    return authorised(request, path, query, sending, false);
  }

  private Answer authorised(Sendable request, String path, boolean query, Sending sending, boolean renewed) {
    var local = local();
    var answer = local.isPresent() ? asked(local.get(), request, path + (query ? query(request, path, sending) : ""), sending) : raw(http(request, path, query, sending), sending.deadline(), sending.effect());
    account.allowance.learn(answer);
    if (sending.absentOn() != null && sending.absentOn().contains(answer.status())) return new Answer(answer.status(), answer.headers(), answer.raw(), null);
    if (forgery != null && !renewed && forgery.refuses(answer)) {
      forgery.forget();
      return authorised(request, path, query, sending, true);
    }
    var verdict = Verdict.of(answer, account.connector.errors, clock);
    switch (verdict.meaning()) {
      case DONE -> {
        return answer;
      }
      case UNAUTHORISED -> {
        if (!renewed && token.renewable()) {
          token.forget();
          return authorised(request, path, query, sending, true);
        }
        throw counted(Failure.retry(SIGN_IN_AGAIN, "unauthorised", verdict.reason(), Effect.NONE));
      }
      case QUOTA -> {
        account.allowance.restFor(verdict.after());
        throw counted(Failure.retry(verdict.after() == null ? account.allowance.rest() : verdict.after(), "quota", verdict.reason(), Effect.NONE));
      }
      case RETRY -> throw counted(Failure.retry(orSoon(verdict.after()), verdict.code(), verdict.reason(), Effect.NONE));
      case UNKNOWN -> throw counted(Failure.retry(orSoon(verdict.after()), verdict.code(), verdict.reason(), sending.effect() ? Effect.UNKNOWN : Effect.NONE));
      case HOLD -> throw counted(new Failure(new Outcome.Hold(verdict.code(), verdict.reason(), verdict.fields())));
      default -> throw counted(new Failure(new Outcome.Refused(verdict.code(), verdict.reason(), verdict.fields())));
    }
  }

  /** The directory that stands for a system whose base is {@code drop:/…}, or the mail server of one that is {@code smtp://…}. */
  private Optional<Local> local() {
    return secrets.find(account.connector.descriptor.base()).flatMap(base -> {
      if (base.startsWith("drop:/")) return Optional.of(new FileDrop(Path.of(base.substring(base.indexOf('/'))), clock));
      if (base.startsWith("smtp://") || base.startsWith("smtps://")) return Optional.of(new MailServer(URI.create(base), clock));
      return Optional.empty();
    });
  }

  private Answer asked(Local local, Sendable request, String address, Sending sending) {
    var body = request.body() == null ? null : request.body().apply(sending.input(), sending.variables());
    var headers = token.headers(request.method(), URI.create(secrets.get(account.connector.descriptor.base())), sending.deadline());
    return guarded(left -> local.answer(new Local.Asked(request.method(), address, body, headers, left.left())), sending.deadline(), sending.effect());
  }

  private HttpRequest.Builder http(Sendable request, String path, boolean query, Sending sending) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Accept", "application/json");
    headers.putAll(sending.traceHeaders());
    headers.putAll(account.connector.descriptor.headers());
    token.ready(sending.deadline()); // the base may come with it
    var uri = uri(path + (query ? query(request, path, sending) : ""));
    var built = HttpRequest.newBuilder(uri);
    var body = BodyPublishers.noBody();
    if (request.form() != null) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
      body = BodyPublishers.ofString(form(Tree.map(request.form().apply(sending.input(), sending.variables()))));
    } else if (request.graphql() != null) {
      headers.put("Content-Type", "application/json");
      var variables = request.body() == null ? null : request.body().apply(sending.input(), sending.variables());
      body = BodyPublishers.ofByteArray(Tree.write(variables == null ? Map.of("query", request.graphql()) : new java.util.TreeMap<>(Map.of("query", request.graphql(), "variables", variables))));
    } else if (request.body() != null) {
      var tree = request.body().apply(sending.input(), sending.variables());
      if (tree != null) {
        headers.put("Content-Type", "application/json");
        body = BodyPublishers.ofByteArray(Tree.write(tree));
      }
    } else if (request.content() != null) {
      headers.put("Content-Type", "application/octet-stream");
      body = BodyPublishers.ofByteArray(Base64.getDecoder().decode(String.valueOf(request.content().apply(sending.input(), sending.variables()))));
    } else if (request.xml() != null) {
      headers.put("Content-Type", "text/xml; charset=utf-8");
      headers.put("Accept", "text/xml");
      body = BodyPublishers.ofByteArray(Xml.write(request.xml().apply(sending.input(), sending.variables())));
    }
    request.headers().forEach((name, template) -> {
      var value = template.fillOrNull(sending.input(), sending.variables());
      if (value != null) headers.put(name, value);
    });
    if (forgery != null && !request.method().equals("GET")) headers.putAll(forgery.headers(sending.deadline()));
    headers.putAll(token.headers(request.method(), uri, sending.deadline()));
    headers.forEach(built::setHeader);
    return built.method(request.method(), body);
  }

  /** A read that fetches the token against forged requests, signed in as any other. */
  private Answer fetched(String path, String header, Deadline deadline) {
    token.ready(deadline);
    var uri = uri(path);
    var request = HttpRequest.newBuilder(uri).header(header, "Fetch").header("Accept", "application/json");
    token.headers("GET", uri, deadline).forEach(request::setHeader);
    return raw(request.GET(), deadline, false);
  }

  private static String query(Sendable request, String path, Sending sending) {
    var query = new StringJoiner("&", path.contains("?") ? "&" : "?", "").setEmptyValue("");
    request.query().forEach((name, template) -> {
      var value = template.fillOrNull(sending.input(), sending.variables());
      if (value != null) query.add(Template.encode(name) + "=" + Template.encode(value));
    });
    return query.toString();
  }

  private static String form(Map<String, Object> fields) {
    var form = new StringJoiner("&");
    fields.forEach((name, value) -> form.add(Template.encode(name) + "=" + Template.encode(String.valueOf(value))));
    return form.toString();
  }

  /** A path of the base, or an absolute address of the same origin: credentials go nowhere else. */
  private URI uri(String path) {
    var base = token.base().orElseGet(() -> secrets.get(account.connector.descriptor.base())).replaceAll("/+$", "");
    if (path.startsWith("/")) return URI.create(base + path);
    var uri = URI.create(path);
    if (!origin(uri).equals(origin(URI.create(base)))) throw new Failure(new Outcome.Hold("foreign-address", system() + " points to another origin: " + origin(uri), List.of()));
    return uri;
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  private Answer raw(HttpRequest.Builder request, Deadline deadline, boolean effect) {
    return guarded(left -> Answer.of(exchange(request.timeout(left.left().plusMillis(1)).build(), left)), deadline, effect);
  }

  /** One request and its answer, within a deadline. */
  private interface Exchange {
    Answer within(Deadline deadline) throws IOException, TimeoutException, InterruptedException;
  }

  /** Sends and waits, inside circuit and slots; only transport failures and 5xx count against the circuit. */
  private Answer guarded(Exchange exchange, Deadline deadline, boolean effect) {
    var left = deadline.left();
    if (left.isZero()) throw counted(Failure.retry(SOON, "deadline", "no time left for the call", Effect.NONE));
    if (!account.circuit.tryAcquirePermit()) {
      throw Failure.retry(account.untilTrial().plus(SOON), "circuit-open", system() + " does not answer; it is tried again by itself", Effect.NONE);
    }
    var started = System.nanoTime();
    var taken = false;
    try {
      taken = account.slots.tryAcquire(left.toNanos(), TimeUnit.NANOSECONDS);
      if (!taken) {
        account.circuit.recordSuccess(); // not the system's fault
        throw counted(Failure.retry(SOON, "concurrency", "all calls to " + system() + " are taken", Effect.NONE));
      }
      var answer = exchange.within(deadline);
      if (answer.status() >= 500 && answer.status() != 501) account.failed(System.nanoTime() - started, "http-" + answer.status());
      else account.answered(System.nanoTime() - started);
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      account.circuit.recordSuccess(); // our shutdown, not the system's fault
      throw Failure.retry(SOON, "interrupted", "the call was interrupted", taken && effect ? Effect.UNKNOWN : Effect.NONE);
    } catch (IOException | TimeoutException e) {
      var unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException || e.getCause() instanceof UnresolvedAddressException;
      var code = unsent ? "unreachable" : e instanceof TimeoutException || e instanceof java.net.http.HttpTimeoutException ? "timeout" : "connection-lost";
      account.failed(System.nanoTime() - started, code);
      throw Failure.retry(SOON, code, system() + ": " + code + (e.getMessage() == null ? "" : ", " + e.getMessage()), effect && !unsent ? Effect.UNKNOWN : Effect.NONE);
    } finally {
      if (taken) account.slots.release();
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, Deadline deadline) throws IOException, TimeoutException, InterruptedException {
    var answer = http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(deadline.left().toNanos() + 1, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) throw io;
      throw new IOException(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  void count(String errorClass) {
    account.count(errorClass);
  }

  private Failure counted(Failure failure) {
    account.count(failure.outcome.fold(done -> "done", Outcome.Retry::code, Outcome.Hold::code, Outcome.Refused::code));
    return failure;
  }

  private static Duration orSoon(Duration after) {
    return after == null ? SOON : after;
  }

  private String system() {
    return account.connector.descriptor.system();
  }
}
