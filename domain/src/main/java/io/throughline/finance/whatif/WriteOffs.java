package io.throughline.finance.whatif;

import io.throughline.finance.UnitPrice;
import java.util.Map;
import java.util.TreeMap;

/** Unbilled work given up, or written down to a lower price, with approval. */
final class WriteOffs {

  private final Facts facts;
  private final TimeBook time;
  private final Revenue revenue;
  final Map<String, Answer.Held> held = new TreeMap<>();

  WriteOffs(Facts facts, TimeBook time, Revenue revenue) {
    this.facts = facts;
    this.time = time;
    this.revenue = revenue;
  }

  void take(MoneyFacts.WriteOff fact) {
    var entry = time.find(fact.entry());
    if (entry == null || entry.contractId == null) throw facts.refused(fact, "entry", "UNKNOWN_REFERENCE", "no time entry " + fact.entry() + " known on " + fact.on());
    long minutes = fact.minutes() == null ? entry.open() : fact.minutes();
    if (fact.approver() == null) hold(fact, entry, "NO_APPROVER", "a write-off needs an approver");
    else if (minutes <= 0 || minutes > entry.open()) hold(fact, entry, "NOTHING_UNBILLED", minutes + " minutes, " + entry.open() + " unbilled");
    else if (fact.price() == null) revenue.givenUp(entry, fact, () -> {
      entry.giveUp(minutes);
      time.changed(entry);
    });
    else {
      var was = entry.price().price();
      var price = new UnitPrice(fact.price(), was.currency(), was.perMinutes());
      if (price.compareTo(was) >= 0) hold(fact, entry, "NOT_LOWER", price + " is not below " + was);
      else revenue.givenUp(entry, fact, () -> {
        entry.writeDown(price, fact.writeOffId());
        time.changed(entry);
      });
    }
  }

  private void hold(MoneyFacts.WriteOff fact, TimeBook.Entry entry, String reason, String text) {
    held.put(fact.writeOffId(), new Answer.Held("write-off", fact.writeOffId(), entry.contractId, null, reason, text, null, null, null));
  }
}
