package io.throughline.ear;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The file that says which of our legal entities send e-invoices: the French one does, the British one for a test. */
final class Sellers {

  static final Path FILE = HubFixture.path("throughline.home").resolve("sellers.json");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Sellers() {}

  /** With what the clients of the French entity want on their bills. */
  static void write(Consumer<ObjectNode> buyers) {
    write(JSON.createObjectNode(), buyers);
  }

  /** The British one too; it accounts its tax in another currency than its invoices. */
  static void writeBritish(String taxCurrency) {
    var sellers = JSON.createObjectNode();
    sellers.putObject("TL-GB").put("name", "Throughline UK Ltd").put("taxId", "GB123456789").put("street", "1 Strand").put("city", "London").put("postalCode", "WC2N 5HR").put("country", "GB").put("iban", "GB33BUKB20201555555555")
        .put("taxPercent", 20).put("taxCurrency", taxCurrency).put("terms", "30 days net");
    write(sellers, buyers -> {});
  }

  private static void write(ObjectNode sellers, Consumer<ObjectNode> buyers) {
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
