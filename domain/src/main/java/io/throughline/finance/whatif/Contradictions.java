package io.throughline.finance.whatif;

import io.throughline.finance.BillingModel;
import io.throughline.finance.Journals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What facts must agree on: names that are there, sums that add up, terms that their kind of line knows. What does not is refused where it stands. */
final class Contradictions {

  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private static final int MINUTES_A_DAY = 1440;

  private final Facts facts;
  private final Reading reading;
  private final Bundle bundle;
  private final LocalDate asOf;
  private final Map<String, Bundle.Entity> entities;
  private final Map<String, Bundle.Account> accounts;
  private final Map<String, Bundle.Person> people;
  private final Map<String, Bundle.RateCard> rateCards;
  private final Map<String, List<ContractFact>> contracts;
  private final Map<String, List<Bundle.ChangeOrder>> changeOrders;

  Contradictions(Facts facts, Reading reading) {
    this.facts = facts;
    this.reading = reading;
    bundle = facts.bundle;
    asOf = facts.asOf;
    entities = facts.entities;
    accounts = facts.accounts;
    people = facts.people;
    rateCards = facts.rateCards;
    contracts = facts.contracts;
    changeOrders = facts.changeOrders;
  }

  /** Throws the first that is found. */
  void refuse() {
    for (var card : rateCards.values()) rates(card.rates(), card.currency());
    for (var each : bundle.calendars()) if (Set.copyOf(each.weekend()).size() == Bundle.Weekday.values().length) throw refused(each, "weekend", "IMPOSSIBLE", "no day of the week is left to work");
    for (var rate : bundle.fxRates()) if (rate.from().equals(rate.to()) && rate.rate().compareTo(BigDecimal.ONE) != 0) throw refused(rate, "rate", "CONTRADICTION", rate.from() + " is worth 1 " + rate.to());
    for (var account : bundle.accounts()) named(account.accountId(), account, "accountId");
    for (var versions : contracts.values()) {
      for (var contract : versions) {
        if (!entities.isEmpty()) known(entities, contract.entity(), contract, "entity");
        account(contract.billingAccount(), contract);
        if (contract.paymentTermsDays() > Facts.LONGEST_YEARS * 366) throw refused(contract, "paymentTermsDays", "IMPOSSIBLE", "more than " + Facts.LONGEST_YEARS + " years");
        if (!contract.currency().equals(versions.get(0).currency())) throw refused(contract, "currency", "CONTRADICTION", "version " + versions.get(0).version() + " is in " + versions.get(0).currency() + ": another currency is another contract");
        if (!contract.threadId().equals(versions.get(0).threadId())) throw refused(contract, "threadId", "CONTRADICTION", "version " + versions.get(0).version() + " is of engagement " + versions.get(0).threadId());
        if (contract.startsOn().isBefore(asOf.minusYears(Facts.LONGEST_YEARS))) throw refused(contract, "startsOn", "IMPOSSIBLE", "more than " + Facts.LONGEST_YEARS + " years before the as-of day");
        var ids = new HashSet<String>();
        for (var line : contract.lines()) {
          if (!ids.add(line.lineId())) throw refused(line, "lineId", "CONTRADICTION", "line " + line.lineId() + " is there twice");
          line(contract, line);
        }
        var shared = contract.split().stream().map(share -> share.billingAccount() + "|" + share.entity()).toList();
        if (new HashSet<>(shared).size() < shared.size()) throw refused(contract, "split", "CONTRADICTION", "an account is there twice");
        for (var share : contract.split()) {
          account(share.billingAccount(), share);
          if (share.entity() != null && !entities.isEmpty()) known(entities, share.entity(), share, "entity");
        }
        var numbers = contract.purchaseOrders().stream().map(ContractFact.PurchaseOrder::number).toList();
        if (new HashSet<>(numbers).size() < numbers.size()) throw refused(contract, "purchaseOrders", "CONTRADICTION", "an order is there twice");
        for (var line : contract.lines()) order(contract, line);
        planned(contract.contractId(), contract.staffing());
        variables(contract);
        obligations(contract, ids);
        if (!contract.split().isEmpty() && contract.split().stream().map(ContractFact.Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(HUNDRED) != 0) {
          throw refused(contract, "split", "CONTRADICTION", "shares do not sum to 100");
        }
      }
    }
    for (var orders : changeOrders.values()) for (var order : orders) orders(order);
    contracts.keySet().forEach(this::kinds);
    contracts.keySet().forEach(this::milestones);
    bundle.usage().forEach(this::units);
    bundle.estimates().forEach(each -> obligationOf(each.contractId(), each.obligationId(), each));
    estimates();
    bundle.progress().forEach(each -> {
      known(contracts, each.contractId(), each, "contractId");
      if (each.obligationId() != null) obligationOf(each.contractId(), each.obligationId(), each);
      if (each.lineId() != null) lineOf(each.contractId(), each.lineId(), each, "lineId");
    });
    bundle.deliveries().forEach(each -> {
      obligationOf(each.contractId(), each.obligationId(), each);
      boolean otherwise = contracts.get(each.contractId()).stream().flatMap(version -> version.obligations().stream()).anyMatch(of -> of.obligationId().equals(each.obligationId()) && of.measure() != null && of.measure() != ContractFact.Measure.DELIVERY);
      if (otherwise) throw refused(each, "obligationId", "CONTRADICTION", "progress of " + each.obligationId() + " is measured otherwise");
    });
    bundle.costs().forEach(each -> known(contracts, each.contractId(), each, "contractId"));
    bundle.invoiceRuns().forEach(each -> {
      if (each.contractId() != null) known(contracts, each.contractId(), each, "contractId");
    });
    for (var each : bundle.bills()) {
      known(contracts, each.contractId(), each, "contractId");
      for (var period : each.periods()) {
        lineOf(each.contractId(), period.line(), period, "line");
        if (facts.lines(each.contractId()).noneMatch(line -> line.lineId().equals(period.line()) && periodic(line))) throw refused(period, "line", "CONTRADICTION", "line " + period.line() + " has no periods");
      }
      if (each.tax() != null && contracts.get(each.contractId()).stream().anyMatch(version -> !version.split().isEmpty())) throw refused(each, "tax", "CONTRADICTION", "the terms split the bill: which part's tax is it");
    }
    entitiesNamed();
    for (var each : bundle.payments()) {
      if (each.contractId() != null) known(contracts, each.contractId(), each, "contractId");
      if (each.advance() != null && facts.knownYet(each.advance().contractId())) {
        known(contracts, each.advance().contractId(), each.advance(), "contractId");
        if (each.advance().lineId() != null) lineOf(each.advance().contractId(), each.advance().lineId(), each.advance(), "lineId");
      }
      boolean contract = each.allocationPolicy() == MoneyFacts.Allocate.CONTRACT_FIRST;
      if (contract && each.contractId() == null) throw refused(each, "contractId", "REQUIRED", "which contract comes first");
      if (new HashSet<>(each.references()).size() < each.references().size()) throw refused(each, "references", "CONTRADICTION", "an invoice is there twice");
    }
    bundle.payments().forEach(each -> account(each.billingAccount(), each));
    bundle.applications().forEach(each -> named(each.billingAccount(), each, "billingAccount"));
    bundle.refunds().forEach(each -> named(each.billingAccount(), each, "billingAccount"));
  }

  /** One that is listed, where accounts are. */
  private void account(String id, Object fact) {
    if (id == null) return;
    named(id, fact, "billingAccount");
    if (!accounts.isEmpty()) known(accounts, id, fact, "billingAccount");
  }

  /** Money of an account and money of a payer must not be taken for each other. */
  private void named(String account, Object fact, String field) {
    if (account != null && account.startsWith(Journals.PAYER)) throw refused(fact, field, "IMPOSSIBLE", "no account's id begins with " + Journals.PAYER);
  }

  /** Progress by cost is monotone unless a re-estimate is told, or a change of the contract came between. */
  private void estimates() {
    var byObligation = new TreeMap<String, List<WorkFacts.Estimate>>();
    facts.unique(bundle.estimates(), each -> Facts.key(each.contractId(), each.obligationId()) + "|" + each.on());
    for (var each : bundle.estimates()) byObligation.computeIfAbsent(Facts.key(each.contractId(), each.obligationId()), key -> new ArrayList<>()).add(each);
    for (var told : byObligation.values()) {
      told.sort(Comparator.comparing(WorkFacts.Estimate::on));
      for (int i = 1; i < told.size(); i++) {
        var before = told.get(i - 1);
        var each = told.get(i);
        boolean changed = changeOrders.getOrDefault(each.contractId(), List.of()).stream().map(facts::inForceOn).anyMatch(on -> on.isAfter(before.on()) && !on.isAfter(each.on()));
        if (!each.reestimate() && !changed && each.progress().compareTo(before.progress()) < 0) throw refused(each, null, "CONTRADICTION", "progress falls from that of " + before.on() + " without a re-estimate");
      }
    }
  }

  /** A fixed price may be shared by obligations; what follows from work done has one obligation, else it would be earned twice. */
  private void obligations(ContractFact contract, Set<String> ids) {
    var named = new HashSet<String>();
    var earnedBy = new HashSet<String>();
    var bundles = new TreeMap<String, BigDecimal>();
    for (var obligation : contract.obligations()) {
      if (!named.add(obligation.obligationId())) throw refused(obligation, "obligationId", "CONTRADICTION", "obligation " + obligation.obligationId() + " is there twice");
      names(contract, obligation, ids);
      if (new HashSet<>(obligation.lines()).size() < obligation.lines().size()) throw refused(obligation, "lines", "CONTRADICTION", "a line is there twice");
      for (var id : obligation.lines()) {
        if (!ids.contains(id)) throw refused(obligation, "lines", "UNKNOWN_REFERENCE", "no line " + id);
        var line = contract.lines().stream().filter(each -> each.lineId().equals(id)).findFirst().orElseThrow();
        if (!Obligations.isFixed(line) && !earnedBy.add(id)) throw refused(obligation, "lines", "CONTRADICTION", "line " + id + " earns what it bills: it can be of one obligation only");
      }
      boolean told = bundle.progress().stream().anyMatch(each -> each.contractId().equals(contract.contractId()) && (obligation.obligationId().equals(each.obligationId()) || obligation.lines().contains(each.lineId())));
      if (obligation.measure() == ContractFact.Measure.HOURS && obligation.budgetMinutes() == null && !told) throw refused(obligation, "budgetMinutes", "REQUIRED", "progress by hours is of how many minutes, where no progress is told");
      if (obligation.residual() && obligation.standAlonePrice() != null) throw refused(obligation, "standAlonePrice", "CONTRADICTION", "a residual one gets what the others leave");
      if (obligation.from() != null && obligation.through() != null && obligation.through().isBefore(obligation.from())) throw refused(obligation, "through", "CONTRADICTION", "ends before it starts");
      if ((obligation.bundle() == null) != (obligation.bundlePrice() == null)) throw refused(obligation, obligation.bundle() == null ? "bundlePrice" : "bundle", "CONTRADICTION", "a bundle has a price, and a price its bundle");
      if (obligation.bundle() == null) continue;
      if (obligation.standAlonePrice() == null) throw refused(obligation, "standAlonePrice", "REQUIRED", "a bundle is shared by stand-alone prices");
      var other = bundles.putIfAbsent(obligation.bundle(), obligation.bundlePrice());
      if (other != null && other.compareTo(obligation.bundlePrice()) != 0) throw refused(obligation, "bundlePrice", "CONTRADICTION", "bundle " + obligation.bundle() + " also sells at " + other.toPlainString());
    }
    standAlone(contract, bundles);
  }

  /** An obligation and a line that earns what it bills may share a name only where the one is what the other is recognised for. */
  private void names(ContractFact contract, ContractFact.Obligation obligation, Set<String> ids) {
    if (!ids.contains(obligation.obligationId()) || obligation.lines().contains(obligation.obligationId())) return;
    boolean fixed = contract.lines().stream().anyMatch(line -> line.lineId().equals(obligation.obligationId()) && Obligations.isFixed(line));
    if (!fixed && contract.obligations().stream().noneMatch(each -> each.lines().contains(obligation.obligationId()))) throw refused(obligation, "obligationId", "CONTRADICTION", "a line of that name is an obligation of its own");
  }

  /** There must be something to allocate by: over all, and within each bundle. */
  private void standAlone(ContractFact contract, Map<String, BigDecimal> bundles) {
    var priced = contract.obligations().stream().filter(each -> each.standAlonePrice() != null).toList();
    if (priced.isEmpty() || contract.obligations().stream().anyMatch(ContractFact.Obligation::residual)) return;
    boolean any = bundles.values().stream().anyMatch(price -> price.signum() > 0);
    for (var each : priced) any |= each.bundle() == null && each.standAlonePrice().signum() > 0;
    if (!any) throw refused(priced.get(0), "standAlonePrice", "CONTRADICTION", "all stand-alone prices are 0: there is nothing to allocate by");
    for (var bundle : bundles.keySet()) {
      var members = priced.stream().filter(each -> bundle.equals(each.bundle())).toList();
      if (members.stream().allMatch(each -> each.standAlonePrice().signum() == 0)) throw refused(members.get(0), "standAlonePrice", "CONTRADICTION", "all of bundle " + bundle + " are 0: there is nothing to share it by");
      var apart = members.stream().map(ContractFact.Obligation::standAlonePrice).reduce(BigDecimal.ZERO, BigDecimal::add);
      if (bundles.get(bundle).compareTo(apart) > 0) throw refused(members.get(0), "bundlePrice", "CONTRADICTION", "bundle " + bundle + " sells for more than the " + apart.toPlainString() + " that its parts cost alone");
    }
  }

  /** Where our entities are listed, every fact about one is about one of them. */
  private void entitiesNamed() {
    for (var price : bundle.transferPrices()) if (price.lender().equals(price.borrower())) throw refused(price, "borrower", "CONTRADICTION", "nobody lends to itself");
    if (entities.isEmpty()) return;
    people.values().forEach(person -> person.employments().forEach(each -> known(entities, each.entity(), each, "entity")));
    bundle.payments().stream().filter(each -> each.entity() != null).forEach(each -> known(entities, each.entity(), each, "entity"));
    bundle.transferPrices().forEach(each -> known(entities, each.lender(), each, "lender"));
    bundle.transferPrices().forEach(each -> known(entities, each.borrower(), each, "borrower"));
    bundle.dimensionRules().stream().filter(each -> each.entity() != null).forEach(each -> known(entities, each.entity(), each, "entity"));
    for (var state : bundle.periods()) {
      known(entities, state.entity(), state, "entity");
      boolean named = entities.get(state.entity()).fiscalPeriods().stream().anyMatch(each -> each.period().equals(state.period()));
      if (state.period() != null && !named) throw refused(state, "period", "UNKNOWN_REFERENCE", state.entity() + " has no fiscal period " + state.period());
    }
  }

  private void line(ContractFact contract, ContractFact.Line line) {
    notOf(line);

    if (line.rateCard() != null) {
      known(rateCards, line.rateCard(), line, "rateCard");
      var card = rateCards.get(line.rateCard());
      if (!card.currency().equals(contract.currency()) && card.in(contract.currency()).isEmpty()) throw refused(line, "rateCard", "CURRENCY_DIFFERS", "prices in " + card.currency() + ", contract in " + contract.currency());
    }
    for (var rate : line.rates()) if (rate.currency() != null && !rate.currency().equals(contract.currency())) throw refused(rate, "currency", "CURRENCY_DIFFERS", "a price in " + rate.currency() + ", contract in " + contract.currency());
    rates(line.rates(), contract.currency());
    switch (line.billing()) {
      case MILESTONE -> {
        facts.amount(line, contract.currency());
        if (line.milestoneId() == null) throw refused(line, "milestoneId", "REQUIRED", "a milestone line needs the milestone that earns it");
      }
      case FIXED_FEE, PROGRESS, RETAINER, SUBSCRIPTION -> facts.amount(line, contract.currency());
      case UNITS -> {
        if (line.unitPrice() == null && line.tiers().isEmpty()) throw refused(line, "unitPrice", "REQUIRED", "a units line needs unitPrice or tiers");
      }
      default -> { }
    }
    if (line.discountPercent() != null && line.discountPercent().compareTo(HUNDRED) > 0) throw refused(line, "discountPercent", "IMPOSSIBLE", "more than the whole");
    if (line.minimumMinutesPerDay() != null && line.minimumMinutesPerDay() > MINUTES_A_DAY) throw refused(line, "minimumMinutesPerDay", "IMPOSSIBLE", "more than a day has");
    if (line.rollover() != null && line.rollover().recognise() == ContractFact.Recognise.BY_HOURS && (line.includedMinutes() == null || line.includedMinutes() == 0)) {
      throw refused(line, "includedMinutes", "REQUIRED", "revenue by hours needs minutes that are included");
    }
    if (line.unitPrice() != null && !line.tiers().isEmpty()) throw refused(line, "tiers", "CONTRADICTION", "either unitPrice or tiers");
    if (line.pricesIncludeTax() && line.unitPrice() == null) throw refused(line, "pricesIncludeTax", "CONTRADICTION", "only a unitPrice can include tax");
    if (line.expectedUnitPrice() != null && line.unitPrice() != null && line.expectedUnitPrice().compareTo(line.unitPrice()) > 0) throw refused(line, "expectedUnitPrice", "CONTRADICTION", "more than the unit price");
    if (!line.tiers().isEmpty()) {
      var from = new TreeSet<>(line.tiers().stream().map(ContractFact.Tier::above).toList());
      if (from.size() < line.tiers().size() || from.first().signum() != 0) throw refused(line, "tiers", "CONTRADICTION", "one tier starts at 0, each of the others elsewhere");
    }
    if (line.from() != null && line.from().isBefore(facts.first(contract.contractId()).startsOn())) throw refused(line, "from", "CONTRADICTION", "before the contract starts on " + facts.first(contract.contractId()).startsOn());
    if (line.from() != null && line.through() != null && line.through().isBefore(line.from())) throw refused(line, "through", "CONTRADICTION", "ends before it starts");
  }

  /** No two prices tie: the order of versions is total. */
  private void rates(List<ContractFact.Rate> rates, Currency currency) {
    facts.unique(rates, each -> each.rateId() + "@" + each.version() + "|" + each.person() + "|" + each.role() + "|" + each.entity() + "|" + (each.currency() == null ? currency : each.currency()) + "|" + each.effectiveFrom());
    if (!entities.isEmpty()) for (var rate : rates) if (rate.entity() != null) known(entities, rate.entity(), rate, "entity");
  }

  /** A line's purchase order must be one of the contract's, where it lists any. */
  private void order(ContractFact contract, ContractFact.Line line) {
    if (line.purchaseOrder() == null || contract.purchaseOrders().isEmpty()) return;
    if (contract.purchaseOrders().stream().noneMatch(each -> each.number().equals(line.purchaseOrder()))) throw refused(line, "purchaseOrder", "UNKNOWN_REFERENCE", "the contract lists no order " + line.purchaseOrder());
  }

  /** Each estimate counts from a day of its own; nothing is received beyond the stake. */
  private void variables(ContractFact contract) {
    var told = new TreeMap<String, ContractFact.Variable>();
    for (var each : contract.variable()) {
      var before = told.putIfAbsent(each.variableId() + "|" + each.from(), each);
      if (before != null && !before.equals(each)) throw refused(each, "variableId", "CONTRADICTION", each.variableId() + " is estimated otherwise from the same day at " + reading.pointer(before));
      if (each.constrainedTo() != null && each.constrainedTo().compareTo(each.amount()) > 0) throw refused(each, "constrainedTo", "CONTRADICTION", "more than the " + each.amount().toPlainString() + " at stake");
      for (var possible : each.outcomes()) if (possible.amount().compareTo(each.amount()) > 0) throw refused(possible, "amount", "CONTRADICTION", "more than the " + each.amount().toPlainString() + " at stake");
    }
  }

  /** A term that its kind of line does not know would change nothing, unsaid. */
  private void notOf(ContractFact.Line line) {
    boolean units = line.billing() == BillingModel.UNITS;
    boolean periodic = periodic(line);
    notOf(line, "unitPrice", !units && line.unitPrice() != null);
    notOf(line, "quantity", !units && line.quantity() != null);
    notOf(line, "tiers", !units && !line.tiers().isEmpty());
    notOf(line, "expectedUnitPrice", !units && line.expectedUnitPrice() != null);
    notOf(line, "pricesIncludeTax", !units && line.pricesIncludeTax());
    notOf(line, "milestoneId", line.billing() != BillingModel.MILESTONE && line.milestoneId() != null);
    notOf(line, "schedule", line.billing() != BillingModel.FIXED_FEE && !line.schedule().isEmpty());
    notOf(line, "every", !periodic && line.every() != null);
    notOf(line, "calendarPeriods", !periodic && line.calendarPeriods());
    notOf(line, "inAdvance", !periodic && line.inAdvance());
    notOf(line, "from", !periodic && line.from() != null);
    notOf(line, "through", !periodic && line.through() != null);
    notOf(line, "includedMinutes", line.billing() != BillingModel.RETAINER && line.includedMinutes() != null);
    notOf(line, "rollover", line.billing() != BillingModel.RETAINER && line.rollover() != null);
    notOf(line, "discountPercent", (Obligations.isFixed(line) || line.billing() == BillingModel.EXPENSES) && line.discountPercent() != null);
    notOf(line, "markupPercent", line.billing() != BillingModel.EXPENSES && line.markupPercent() != null);
    notOf(line, "minimumMinutesPerDay", line.billing() != BillingModel.TIME_AND_MATERIALS && line.minimumMinutesPerDay() != null);
    if (Obligations.isFixed(line) && line.cap() != null && line.amount() != null && line.cap().compareTo(line.amount()) < 0) throw refused(line, "cap", "CONTRADICTION", "less than its amount of " + line.amount().toPlainString());
  }

  private static boolean periodic(ContractFact.Line line) {
    return line.billing() == BillingModel.RETAINER || line.billing() == BillingModel.SUBSCRIPTION;
  }

  private void notOf(ContractFact.Line line, String field, boolean there) {
    if (there) throw refused(line, field, "CONTRADICTION", "a " + line.billing().word() + " line has no " + field);
  }

  private void orders(Bundle.ChangeOrder order) {
    var first = facts.first(order.contractId());
    if (order.effectiveFrom().isBefore(first.startsOn())) throw refused(order, "effectiveFrom", "CONTRADICTION", "before " + order.contractId() + " starts on " + first.startsOn());
    var ids = new HashSet<String>();
    for (var line : order.lines()) {
      if (!ids.add(line.lineId())) throw refused(line, "lineId", "CONTRADICTION", "line " + line.lineId() + " is there twice");
      line(first, line);
      order(contracts.get(order.contractId()).get(contracts.get(order.contractId()).size() - 1), line);
    }
    if (Obligations.treatment(facts, first, order) == Bundle.Treatment.SEPARATE) {
      if (order.priceChange() != null) throw refused(order, "priceChange", "CONTRADICTION", "it changes what is there; a contract of its own is said by lines");
      if (order.budgetMinutesChange() != null) throw refused(order, "budgetMinutesChange", "CONTRADICTION", "it changes what is there; a contract of its own is said by lines");
      Obligations.replacesFixed(facts, first, order).ifPresent(line -> {
        throw refused(line, "lineId", "CONTRADICTION", "it replaces a fixed price that is there; a contract of its own is said by lines of its own");
      });
    }
    planned(order.contractId(), order.staffing());
    if (order.obligationId() != null) obligationOf(order.contractId(), order.obligationId(), order);
    if (order.budgetMinutesChange() != null) budgeted(order);
  }

  /** Minutes are added to a budget that is there: else they would change nothing, unsaid. */
  private void budgeted(Bundle.ChangeOrder order) {
    var versions = contracts.get(order.contractId());
    var changed = Obligations.target(facts, versions.get(versions.size() - 1), order);
    boolean hours = versions.stream().flatMap(version -> version.obligations().stream()).anyMatch(each -> each.obligationId().equals(changed) && each.budgetMinutes() != null && (each.measure() == null || each.measure() == ContractFact.Measure.HOURS));
    if (!hours) throw refused(order, "budgetMinutesChange", "CONTRADICTION", changed + " is not measured by a budget of minutes");
  }

  /** What a line did before would be of another kind. */
  private void kinds(String contractId) {
    var before = new TreeMap<String, BillingModel>();
    facts.lines(contractId).forEach(line -> {
      var first = before.putIfAbsent(line.lineId(), line.billing());
      if (first != null && first != line.billing()) throw refused(line, "billing", "CONTRADICTION", "line " + line.lineId() + " is billed by " + first.word() + ": another kind of billing is another line");
    });
  }

  /** A line whose milestone was completed is not another milestone's later: what was completed would be of no line. */
  private void milestones(String contractId) {
    var before = new TreeMap<String, List<ContractFact.Line>>();
    for (var version : contracts.get(contractId)) version.lines().forEach(line -> milestone(before, line, version.effectiveFrom()));
    for (var order : changeOrders.getOrDefault(contractId, List.of())) order.lines().forEach(line -> milestone(before, line, order.effectiveFrom()));
  }

  private void milestone(Map<String, List<ContractFact.Line>> before, ContractFact.Line line, LocalDate from) {
    if (line.milestoneId() == null) return;
    var others = before.computeIfAbsent(line.lineId(), id -> new ArrayList<>());
    for (var other : others) if (!other.milestoneId().equals(line.milestoneId()) && completedBefore(other.milestoneId(), from)) throw refused(line, "milestoneId", "CONTRADICTION", "milestone " + other.milestoneId() + " of line " + line.lineId() + " was completed before " + from + ": another milestone is another line");
    others.add(line);
  }

  private boolean completedBefore(String milestoneId, LocalDate day) {
    var newest = bundle.milestones().stream().filter(each -> each.milestoneId().equals(milestoneId) && facts.known(each.knownOn(), asOf)).max(Comparator.comparing(each -> TimeBook.padded(each.version())));
    return newest.isPresent() && newest.get().completedOn() != null && newest.get().completedOn().isBefore(day);
  }

  private void planned(String contractId, List<ContractFact.Planned> staffing) {
    for (var each : staffing) if (each.lineId() != null) lineOf(contractId, each.lineId(), each, "lineId");
  }

  /** Units of a line that bills none would change nothing, unsaid. */
  private void units(WorkFacts.Usage usage) {
    lineOf(usage.contractId(), usage.lineId(), usage, "lineId");
    if (facts.lines(usage.contractId()).noneMatch(line -> line.lineId().equals(usage.lineId()) && line.billing() == BillingModel.UNITS)) throw refused(usage, "lineId", "CONTRADICTION", "line " + usage.lineId() + " bills no units");
  }

  private void lineOf(String contractId, String lineId, Object fact, String field) {
    known(contracts, contractId, fact, "contractId");
    if (facts.lines(contractId).noneMatch(line -> line.lineId().equals(lineId))) throw refused(fact, field, "UNKNOWN_REFERENCE", contractId + " has no line " + lineId);
  }

  /** An obligation that is named, or a line that is one of its own. */
  private void obligationOf(String contractId, String obligationId, Object fact) {
    known(contracts, contractId, fact, "contractId");
    boolean named = contracts.get(contractId).stream().flatMap(version -> version.obligations().stream()).anyMatch(each -> each.obligationId().equals(obligationId));
    if (!named && facts.lines(contractId).noneMatch(line -> line.lineId().equals(obligationId))) throw refused(fact, "obligationId", "UNKNOWN_REFERENCE", contractId + " has no obligation or line " + obligationId);
  }

  private void known(Map<String, ?> known, String id, Object fact, String field) {
    if (!known.containsKey(id)) throw refused(fact, field, "UNKNOWN_REFERENCE", "no " + id + " in the bundle");
  }

  private Refused refused(Object fact, String field, String code, String text) {
    return facts.refused(fact, field, code, text);
  }
}
