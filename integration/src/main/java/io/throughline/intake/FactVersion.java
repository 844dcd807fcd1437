package io.throughline.intake;

import io.throughline.connector.Connectors.Item;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;

/**
 * A fact's version in a form that sorts as text, here and in the database, as its source counts.
 *
 * <p>Sources count in instants, whose fraction they leave out where it is zero ({@code 54Z} comes before {@code 54.007Z}, as text it would not), or in whole numbers ({@code 9} before {@code 10}).
 * Any other version is a text in an order of its source's own and stays as it is.
 */
public final class FactVersion {

  private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int DIGITS = 20;

  private FactVersion() {}

  public static String sortable(String version) {
    if (version == null || version.isEmpty()) return version;
    if (version.chars().allMatch(each -> each >= '0' && each <= '9')) return "0".repeat(Math.max(0, DIGITS - version.length())) + version;
    if (version.length() < DIGITS || version.charAt(10) != 'T') return version;
    try {
      return INSTANT.format(Instant.parse(version));
    } catch (DateTimeParseException another) {
      return version; // of another form, which is its source's own
    }
  }

  static Item sortable(Item item) {
    var version = sortable(item.version());
    var fact = new LinkedHashMap<>(item.fact());
    fact.put("version", version);
    return new Item(item.kind(), item.key(), version, fact, null);
  }
}
