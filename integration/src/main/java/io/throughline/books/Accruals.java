package io.throughline.books;

import io.throughline.canonical.Money;
import io.throughline.finance.Account;
import io.throughline.finance.Journal;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Revenue as it is earned, for entities that {@code throughline.ledger.accrued} names, a JSON object of the first month by entity: what each contract is carried at by the rules
 * when a month is closed is posted on its last day, and taken back on the first of the next one. Each close brings what the month accrues to what is carried, so one that was opened again gets the difference.
 *
 * <p>Source of a journal: {@code accrual:2026-10/1}, month and seal.
 */
@ApplicationScoped
class Accruals {

  static final String RULE = "J25";

  @Inject Ledger ledger;

  /** What a contract is carried at: the asset less the liability, each not less than nothing; as a difference, either may be. */
  private record Carried(Money asset, Money liability) {

    static Carried of(Map<?, ?> balance) {
      var currency = (String) balance.get("currency");
      return new Carried(Money.of((String) balance.get("contractAsset"), currency), Money.of((String) balance.get("contractLiability"), currency));
    }

    static Carried of(Journal journal) {
      return new Carried(journal.posted(Account.CA), journal.posted(Account.CL).negated());
    }

    Carried minus(Carried other) {
      return other == null ? this : new Carried(asset.minus(other.asset), liability.minus(other.liability));
    }

    Carried plus(Carried other) {
      return new Carried(asset.plus(other.asset), liability.plus(other.liability));
    }
  }

  /** What the facts of a month say is carried at its end, contract by contract. */
  static final class Told {

    private final YearMonth month;
    private final Map<String, Carried> carried = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();

    Told(YearMonth month) {
      this.month = month;
    }

    /** In place of what older facts said. */
    void take(MonthFacts.Part part) {
      carried.remove(part.thread());
      refused.remove(part.thread());
      part.earned().fold(answered -> {
        for (var each : Months.ofPeriod(answered, "contractBalances", month)) carried.put((String) each.get("contractId"), Carried.of(each));
        return null;
      }, why -> refused.add(part.thread()));
    }

    /** What is to be accrued in all: where the rules refuse the facts, what was accrued before stays. */
    private Map<String, Carried> wanted(Map<String, Carried> accrued) {
      var wanted = new TreeMap<>(carried);
      accrued.forEach((thread, was) -> wanted.putIfAbsent(thread, refused.contains(thread) ? was : was.minus(was)));
      return wanted;
    }
  }

  /** Whether the close of a month will accrue: by the setting, or since an earlier close of it did. */
  boolean due(String entity, YearMonth month, List<Journal> posted) {
    return FirstMonths.of("throughline.ledger.accrued").cover(entity, month) || among(posted).stream().anyMatch(journal -> by(journal, month));
  }

  /** Posts what is not accrued yet in a month, and takes it back behind it. */
  void post(String entity, YearMonth month, int seal, List<Journal> posted, Told told) {
    var accrued = accrued(posted, month);
    var journals = new ArrayList<Journal>();
    told.wanted(accrued).forEach((thread, carried) -> {
      var more = carried.minus(accrued.get(thread));
      Journals.accrued(thread, more.asset(), more.liability()).journal(context(thread, entity, month, seal, month.atEndOfMonth())).ifPresent(journals::add);
      Journals.accrued(thread, more.asset().negated(), more.liability().negated()).journal(context(thread, entity, month, seal, month.plusMonths(1).atDay(1))).ifPresent(journals::add);
    });
    ledger.post(journals);
  }

  /** The accruals among a month's journals as its facts make them: those that are there where they come to what is carried, and else one that does. What is taken back of the month before follows from that one's. */
  static List<Journal> again(String entity, YearMonth month, List<Journal> posted, Told told) {
    var accrued = accrued(posted, month);
    var wanted = told.wanted(accrued);
    var again = new ArrayList<Journal>();
    for (var journal : among(posted)) if (!by(journal, month) || wanted.get(journal.threadId()).equals(accrued.get(journal.threadId()))) again.add(journal);
    wanted.forEach((thread, carried) -> {
      if (!carried.equals(accrued.get(thread))) Journals.accrued(thread, carried.asset(), carried.liability()).journal(context(thread, entity, month, 1, month.atEndOfMonth())).ifPresent(again::add);
    });
    return again;
  }

  /** All accruals among a month's journals. */
  static List<Journal> among(List<Journal> posted) {
    return posted.stream().filter(journal -> journal.rule().equals(RULE)).toList();
  }

  private static Map<String, Carried> accrued(List<Journal> posted, YearMonth month) {
    var accrued = new TreeMap<String, Carried>();
    for (var journal : among(posted)) if (by(journal, month)) accrued.merge(journal.threadId(), Carried.of(journal), Carried::plus);
    return accrued;
  }

  private static Context context(String thread, String entity, YearMonth month, int seal, LocalDate on) {
    return Context.of(thread, source(month) + seal, entity, on);
  }

  /** Begins the source of all that the closes of a month accrue and take back. */
  static String source(YearMonth month) {
    return "accrual:" + month + "/";
  }

  /** Whether the close of the month made an accrual, and not that of the month before. */
  private static boolean by(Journal journal, YearMonth month) {
    return journal.sourceId().startsWith(source(month));
  }
}
