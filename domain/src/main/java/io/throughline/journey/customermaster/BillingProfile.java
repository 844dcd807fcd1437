package io.throughline.journey.customermaster;

import io.throughline.canonical.ClientAccount;
import io.throughline.journey.Outcome.Field;
import java.util.ArrayList;
import java.util.List;

/** What a client needs to be billed at all. */
public final class BillingProfile {

  private BillingProfile() {}

  /** What is missing of {@code /client}; empty if nothing is. */
  public static List<Field> missing(ClientAccount client) {
    var wrong = new ArrayList<Field>();
    if (blank(client.legalName())) wrong.add(new Field("/client/legalName", "REQUIRED", "missing: the name on the invoice"));
    if (blank(client.taxId())) wrong.add(new Field("/client/taxId", "TAX_PROFILE_MISSING", "missing: the client's tax id"));
    if (blank(client.country())) wrong.add(new Field("/client/country", "TAX_PROFILE_MISSING", "missing: the country decides the tax"));
    if (client.address() == null || blank(client.address().street()) || blank(client.address().city())) wrong.add(new Field("/client/address", "REQUIRED", "missing: the billing address"));
    return wrong;
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
