package io.throughline.finance;

import io.throughline.canonical.Money;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What of a journal an ERP still has to book. The ERP keeps receivables: it booked the invoices, credit notes and cash by itself, the
 * billed amount against the account that its invoice lines name. So a journal of cash is not posted again, and in a journal of a document
 * that account ({@link #CLEARING}) stands for receivable and tax; every other journal is posted as it is.
 *
 * <p>Money: document currency, debits positive; what is to be posted balances as the journal does.
 */
public final class ErpShare {

  /** What the ERP books billed amounts to: its own revenue account, or one that the hub's journals clear. */
  public static final String CLEARING = "CLEARING";

  /** Cash, what is withheld or short of it, its exchange, bad debt, tax that is due when it is paid, and tax of advances. */
  private static final Set<String> RECEIVABLES = Set.of("J8", "J9", "J10", "J11", "J12", "J14", "J23", "J24");

  private static final Set<Account> OF_DOCUMENTS = EnumSet.of(Account.AR, Account.VAT, Account.VATD);

  private ErpShare() {}

  /** A side to post; debit positive. */
  public record Side(String account, Money amount, String reference) {}

  /** What is left to post; nothing of a journal that the ERP made itself. */
  public static List<Side> of(Journal journal) {
    if (RECEIVABLES.contains(journal.rule())) return List.of();
    var sides = new ArrayList<Side>();
    var own = Money.zero(journal.lines().get(0).document().currency());
    for (var line : journal.lines()) {
      if (OF_DOCUMENTS.contains(line.account())) own = own.plus(line.document());
      else if (!line.document().isZero()) sides.add(new Side(line.account().name(), line.document(), line.reference()));
    }
    if (!own.isZero()) sides.add(0, new Side(CLEARING, own, journal.sourceId()));
    return List.copyOf(sides);
  }
}
