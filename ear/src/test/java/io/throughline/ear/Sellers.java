package io.throughline.ear;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The file that says which of our legal entities send e-invoices: the French one does. */
final class Sellers {

  static final Path FILE = HubFixture.path("throughline.home").resolve("sellers.json");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Sellers() {}

  /** With what the clients of the French entity want on their bills. */
  static void write(Consumer<ObjectNode> buyers) {
    var sellers = JSON.createObjectNode();
    var paris = sellers.putObject("TL-FR").put("name", "Throughline France SAS").put("taxId", "FR40303265045").put("registration", "303265045").put("street", "1 rue de la Paix").put("city", "Paris")
        .put("postalCode", "75002").put("country", "FR").put("iban", "FR1420041010050500013M02606").put("taxPercent", 20);
    buyers.accept(paris.putObject("buyers"));
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, sellers.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
