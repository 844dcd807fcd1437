package io.throughline.sandbox.rows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** How a vendor numbers its rows: from a running number and the collection's mark. */
@FunctionalInterface
public interface Identity {

  String id(long number, String mark);

  /** First number given to a row; small ids are left to seeds. */
  long FIRST = 1001;

  Map<String, Identity> STYLES = Map.of(
      "number", (number, mark) -> Long.toString(number),
      "marked-number", (number, mark) -> mark + number,
      "uuid", (number, mark) -> UUID.nameUUIDFromBytes((mark + number).getBytes(StandardCharsets.UTF_8)).toString(),
      "hex", (number, mark) -> UUID.nameUUIDFromBytes((mark + number).getBytes(StandardCharsets.UTF_8)).toString().replace("-", ""),
      "base62-with-check", Identity::checked);

  /** A key prefix, twelve base-62 digits, and three letters that say which of the fifteen are capitals. */
  static String checked(long number, String prefix) {
    var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    var tail = new StringBuilder();
    for (long rest = number; rest > 0; rest /= 62) tail.insert(0, digits.charAt((int) (rest % 62)));
    var plain = prefix + "Th" + "0".repeat(15 - prefix.length() - 2 - tail.length()) + tail;
    return withCheck(plain);
  }

  static String withCheck(String fifteen) {
    var check = new StringBuilder();
    for (int block = 0; block < 15; block += 5) {
      int capitals = 0;
      for (int i = 0; i < 5; i++) if (Character.isUpperCase(fifteen.charAt(block + i))) capitals |= 1 << i;
      check.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".charAt(capitals));
    }
    return fifteen + check;
  }
}
