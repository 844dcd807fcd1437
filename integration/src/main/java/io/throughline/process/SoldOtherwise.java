package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Told;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Deals that say other terms than those their contract was opened with. A running contract changes by a change order only, so a person is told what
 * differs, until the CRM says the old terms again.
 */
@ApplicationScoped
class SoldOtherwise {

  private static final String KIND = "won-deal";
  private static final List<String> TERMS = List.of("contractingEntity", "currency", "value", "zone", "startOn", "endOn");

  @Inject Facts facts;
  @Inject Engagements engagements;
  @Inject ContractVersions versions;
  @Inject ExceptionItems exceptions;

  /** The terms as told when the contract was opened are held against the newest told; what a person corrected in between is not the CRM's. */
  void look(String thread) {
    var sold = versions.of(thread).stream().filter(version -> version.version() == 1).findFirst();
    if (sold.isEmpty()) return;
    var source = sold.get().source();
    var terms = sold.get().terms();
    var opened = facts.version(KIND, source, terms.crmDealId(), terms.version());
    var newest = facts.newest(KIND, source, terms.crmDealId());
    if (opened.isEmpty() || newest.isEmpty()) return;
    var differences = differences(terms(opened.get(), terms), terms(newest.get(), terms));
    var subject = KIND + ":" + source + ":" + terms.dealId() + ":terms";
    if (differences.isEmpty()) exceptions.resolve("fact", subject, "source", "the deal says again what was sold");
    else exceptions.raise(new Trouble("fact", subject, thread, null, newest.get().evidenceId(), "DEAL_CHANGED", "what was sold stands until a change order says otherwise: " + words(differences), "sales-ops", differences));
  }

  void active(@Observes EngagementIsActive active) {
    look(active.threadId());
  }

  private static Map<String, String> terms(Told told, WonDeal sold) {
    var deal = Json.read(told.body(), WonDeal.class);
    if (sold.masterDealId() != null) deal = deal.parts().stream().filter(part -> part.dealId().equals(sold.dealId())).findFirst().orElse(deal);
    var terms = new TreeMap<String, String>();
    var fields = Json.map(deal);
    for (var term : TERMS) if (fields.get(term) != null) terms.put("/" + term, fields.get(term).toString());
    for (var line : deal.lines()) {
      Json.map(line).forEach((field, said) -> terms.put("/lines/" + line.lineId() + "/" + field, said.toString()));
    }
    return terms;
  }

  private static List<Field> differences(Map<String, String> sold, Map<String, String> told) {
    var all = new TreeMap<>(sold);
    all.putAll(told);
    var differences = new ArrayList<Field>();
    for (var pointer : all.keySet()) {
      if (!Objects.equals(sold.get(pointer), told.get(pointer))) differences.add(new Field(pointer, "CHANGED", said(sold.get(pointer)) + " was sold, the deal says " + said(told.get(pointer)) + " now"));
    }
    return differences;
  }

  private static String said(String value) {
    return value == null ? "nothing" : value;
  }

  private static String words(List<Field> differences) {
    return String.join("; ", differences.stream().map(each -> each.pointer() + ": " + each.message()).toList());
  }
}
