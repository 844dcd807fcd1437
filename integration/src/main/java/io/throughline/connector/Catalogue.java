package io.throughline.connector;

import io.throughline.system.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What the folders describe, for people: which system can do what, what it takes to connect it, and how far that is to be trusted. */
public final class Catalogue {

  /**
   * @param plays whether it plays its role here and now
   * @param source the vendor's contract and its version
   * @param trust official, derived or handwritten: the contract behind the folder
   * @param seen where it was seen to work: sandbox, contract, real; golden files apart, which every folder has
   * @param note what that leaves out
   * @param version hash of the files in force
   * @param scopes what the one who signs in must be allowed
   * @param hook how its own events are verified; absent: the standard form
   * @param refused why the firm's own folder is not in force; absent when it is, or when there is none
   */
  public record SystemEntry(
      String system,
      String name,
      Role role,
      boolean plays,
      String source,
      String trust,
      List<String> seen,
      String note,
      String version,
      List<SignInEntry> signIn,
      String scopes,
      List<QuotaEntry> quota,
      HookEntry hook,
      List<OperationEntry> operations,
      List<FeedEntry> feeds,
      String refused) {}

  /** One way to sign in, and the configuration names that it needs, the address first. {@code account}: of a further account; absent for its own. */
  public record SignInEntry(String account, String strategy, List<String> configuration) {}

  /** Calls allowed in a span, and at once. {@code learnt}: what corrects it; absent where nothing does. */
  public record QuotaEntry(String account, Long requests, Long perSeconds, int concurrency, String learnt) {}

  /** @param subscriptions what has one that the hub keeps: account or project; absent where they are made by hand */
  public record HookEntry(List<String> verified, List<String> configuration, boolean handshake, String subscriptions) {}

  /** @param lacks why the system has no such operation; absent when it has */
  public record OperationEntry(String name, String summary, String idempotency, String note, String lacks, String undo) {}

  /** @param lacks why the system does not tell this; absent when it does */
  public record FeedEntry(String name, String kind, Long everySeconds, String lacks) {}

  private Catalogue() {}

  static SystemEntry of(Connector connector, boolean plays, Map<String, String> refused) {
    var described = connector.descriptor;
    var about = described.about();
    return new SystemEntry(
        described.system(),
        described.name(),
        described.role(),
        plays,
        described.source(),
        described.trust() == null ? "handwritten" : written(described.trust()),
        about.seen().stream().map(Catalogue::written).toList(),
        about.note(),
        connector.version,
        accounts(described).flatMap(account -> account.getValue().auth().stream().map(auth -> new SignInEntry(account.getKey(), written(auth.strategy()), configuration(account.getValue().base(), auth)))).toList(),
        about.scopes(),
        accounts(described).filter(account -> account.getKey() == null || account.getValue().quota() != null).map(account -> quota(account.getKey(), account.getValue())).toList(),
        described.hook() == null ? null : hook(described),
        described.operations().entrySet().stream().map(operation -> entry(operation.getKey(), operation.getValue())).toList(),
        described.feeds().entrySet().stream().map(feed -> entry(feed.getKey(), feed.getValue())).toList(),
        refused.get(described.system()));
  }

  /** Its own account under no name, then the further ones. */
  private static Stream<Map.Entry<String, Descriptor>> accounts(Descriptor described) {
    return Stream.concat(Stream.of(new java.util.AbstractMap.SimpleEntry<>((String) null, described)), described.also().entrySet().stream());
  }

  private static List<String> configuration(String base, Descriptor.Auth auth) {
    var own =
        Stream.of(
            base, auth.clientId(), auth.clientSecret(), auth.scope(), auth.value(), auth.user(), auth.password(), auth.issuer(), auth.subject(), auth.audience(), auth.key(), auth.keyId(),
            auth.consumerKey(), auth.consumerSecret(), auth.tokenId(), auth.tokenSecret(), auth.realm());
    return Stream.concat(own.filter(Objects::nonNull), auth.fields().values().stream()).distinct().toList();
  }

  private static QuotaEntry quota(String account, Descriptor described) {
    var quota = described.quota();
    var learn = quota == null ? null : quota.learn();
    var learnt = learn == null ? null : learn.header() == null ? learn.left() : learn.header();
    return new QuotaEntry(account, quota == null ? null : quota.requests(), quota == null || quota.per() == null ? null : quota.per().toSeconds(), described.concurrency(), learnt);
  }

  private static HookEntry hook(Descriptor described) {
    var checks = described.hook().verify();
    var secrets = checks.stream().map(HookSpec.Check::secret).filter(Objects::nonNull).map(name -> name.replace("{system}", described.system())).distinct().toList();
    return new HookEntry(checks.stream().map(check -> written(check.strategy())).distinct().toList(), secrets, described.hook().handshake() != null, described.hook().subscriptions() == null ? null : written(described.hook().subscriptions().of()));
  }

  private static OperationEntry entry(String name, Descriptor.Operation operation) {
    var idempotency = operation.idempotency();
    return new OperationEntry(name, operation.summary(), idempotency == null ? null : written(idempotency.mode()), idempotency == null ? null : idempotency.note(), operation.lacks(), operation.undo());
  }

  private static FeedEntry entry(String name, Descriptor.FeedSpec feed) {
    return new FeedEntry(name, feed.kind(), feed.lacks() == null ? feed.every().toSeconds() : null, feed.lacks());
  }

  /** As descriptors write it. */
  private static String written(Enum<?> word) {
    return word == null ? null : Tree.JSON.convertValue(word, String.class).toLowerCase(Locale.ROOT);
  }
}
