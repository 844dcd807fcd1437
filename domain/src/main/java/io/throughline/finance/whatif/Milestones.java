package io.throughline.finance.whatif;

import io.throughline.finance.BillingModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Milestones as they are known on a day, and the form of their lines that counts: that of the day of completion, or what a later order caught up to. */
final class Milestones {

  private final Facts facts;
  private final TermsBook terms;
  /** Versions, lowest first. */
  private final Map<String, List<WorkFacts.MilestoneFact>> all = new TreeMap<>();

  Milestones(Facts facts, TermsBook terms) {
    this.facts = facts;
    this.terms = terms;
    facts.unique(facts.bundle.milestones(), each -> each.milestoneId() + "@" + rank(each)).values().forEach(each -> all.computeIfAbsent(each.milestoneId(), id -> new ArrayList<>()).add(each));
    all.values().forEach(each -> each.sort(Comparator.comparing(Milestones::rank)));
  }

  private static String rank(WorkFacts.MilestoneFact fact) {
    return TimeBook.padded(fact.version());
  }

  /** Its highest version that is known on a day; null when none is. */
  WorkFacts.MilestoneFact known(String id, LocalDate today) {
    return versions(id).stream().filter(each -> facts.known(each.knownOn(), today)).reduce((a, b) -> b).orElse(null);
  }

  List<WorkFacts.MilestoneFact> versions(String id) {
    return id == null ? List.of() : all.getOrDefault(id, List.of());
  }

  /** The day on which a line's milestone was completed, as known on a day; null where it was not. */
  LocalDate completed(ContractFact.Line line, LocalDate today) {
    var fact = line.billing() == BillingModel.MILESTONE ? known(line.milestoneId(), today) : null;
    return fact == null || fact.state() != WorkFacts.MilestoneState.COMPLETED || fact.completedOn().isAfter(facts.past(today)) ? null : fact.completedOn();
  }

  /** Whether an order's form of a line counts: one that replaces what was completed before its day does only where the order catches up. */
  boolean counts(ContractFact contract, Bundle.ChangeOrder order, ContractFact.Line line, LocalDate today) {
    var completed = completed(line, today);
    if (completed == null || !order.effectiveFrom().isAfter(completed) || Obligations.treatment(facts, contract, order) == Bundle.Treatment.CUMULATIVE_CATCH_UP) return true;
    var old = replaced(contract, order, line, today);
    return old == null || old.billing() != BillingModel.MILESTONE;
  }

  /** The form of a line that an order replaces: that of the last order before it which is in force and counts, else the contract's own; null where it is new. */
  ContractFact.Line replaced(ContractFact contract, Bundle.ChangeOrder order, ContractFact.Line line, LocalDate today) {
    return changed(contract, line, facts.before(order), today);
  }

  /** A contract with the lines that its terms have no more, though their milestones were completed under terms that had them: what was completed stays owed, in the obligation that it was of. */
  ContractFact keeping(ContractFact contract, LocalDate today) {
    if (facts.contracts.get(contract.contractId()).size() == 1) return contract;
    var lines = new ArrayList<>(contract.lines());
    var obligations = new TreeMap<String, ContractFact.Obligation>();
    contract.obligations().forEach(each -> obligations.put(each.obligationId(), each));
    for (var version : facts.contracts.get(contract.contractId())) {
      for (var line : version.lines()) {
        var completed = completed(line, today);
        if (completed == null || lines.stream().anyMatch(each -> each.lineId().equals(line.lineId())) || terms.version(contract.contractId(), today, completed) != version) continue;
        lines.add(line);
        for (var each : version.obligations()) if (each.lines().contains(line.lineId())) keep(obligations, each, line.lineId());
      }
    }
    return lines.size() == contract.lines().size() ? contract : facts.inPlaceOf(contract, contract.with(lines, List.copyOf(obligations.values())));
  }

  private void keep(Map<String, ContractFact.Obligation> obligations, ContractFact.Obligation then, String lineId) {
    var now = obligations.get(then.obligationId());
    var lines = new ArrayList<>(now == null ? List.<String>of() : now.lines());
    if (!lines.contains(lineId)) lines.add(lineId);
    var of = now == null ? then : now;
    obligations.put(then.obligationId(), facts.inPlaceOf(of, of.with(lines)));
  }

  /** Whether a line's milestone was ever completed, as known on a day. */
  boolean everCompleted(ContractFact.Line line, LocalDate today) {
    return line.billing() == BillingModel.MILESTONE && versions(line.milestoneId()).stream().anyMatch(each -> each.state() == WorkFacts.MilestoneState.COMPLETED && facts.known(each.knownOn(), today));
  }

  /** The form of a line that is billed and earned; the line itself while its milestone is not completed. */
  ContractFact.Line agreed(String contractId, ContractFact.Line line, LocalDate today) {
    if (completed(line, today) == null) return line;
    var agreed = changed(keeping(facts.latest(contractId, today), today), line, facts.changeOrders.getOrDefault(contractId, List.of()), today);
    return agreed == null ? line : agreed;
  }

  /** Lines as they would be had some orders never been. */
  List<ContractFact.Line> without(String contractId, List<ContractFact.Line> lines, List<Bundle.ChangeOrder> never, LocalDate today) {
    if (never.isEmpty()) return lines;
    var contract = keeping(facts.latest(contractId, today), today);
    var orders = facts.changeOrders.get(contractId).stream().filter(order -> !never.contains(order)).toList();
    return lines.stream().map(line -> names(never, line) ? changed(contract, line, orders, today) : line).filter(Objects::nonNull).toList();
  }

  private static boolean names(List<Bundle.ChangeOrder> orders, ContractFact.Line line) {
    return orders.stream().anyMatch(order -> order.lines().stream().anyMatch(each -> each.lineId().equals(line.lineId())));
  }

  private ContractFact.Line changed(ContractFact contract, ContractFact.Line line, List<Bundle.ChangeOrder> orders, LocalDate today) {
    var form = own(contract, line, today);
    for (var order : orders) {
      if (!facts.inForce(order, today)) continue;
      for (var each : order.lines()) if (each.lineId().equals(line.lineId()) && counts(contract, order, each, today)) form = each;
    }
    return form;
  }

  /** The form that the contract itself gives a line: of the version of its milestone's completion, else the newest; null where it gives none. */
  ContractFact.Line own(ContractFact contract, ContractFact.Line line, LocalDate today) {
    var completed = completed(line, today);
    var then = completed == null ? null : of(terms.version(contract.contractId(), today, completed), line);
    return then == null ? of(contract, line) : then;
  }

  private static ContractFact.Line of(ContractFact contract, ContractFact.Line line) {
    return contract.lines().stream().filter(each -> each.lineId().equals(line.lineId()) && each.billing() == line.billing()).findFirst().orElse(null);
  }
}
