package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One balanced journal of one legal entity: insert-only, never edited.
 *
 * <p>Money: each line in document and base currency; debits are positive, credits negative, and both sums are zero.
 * <br>Idempotency key: {@code journalId}, made from its content.
 *
 * @param rule the double-entry rule, J1 to J25
 * @param sourceId the receipt, document or fact it came from
 * @param originalOn the day it belongs to when its period was closed; else the posting day
 */
public record Journal(
    String journalId, String rule, String threadId, String sourceId, String entity, String periodId, LocalDate postedOn, LocalDate originalOn, List<Line> lines) {

  /** One posting. */
  public record Line(Account account, Money document, Money base, String reference) {}

  public Journal {
    requireNonNull(rule, "rule");
    requireNonNull(threadId, "threadId");
    requireNonNull(sourceId, "sourceId");
    requireNonNull(periodId, "periodId");
    lines = List.copyOf(lines);
    Invariant.holds(lines.size() > 1, "journal %s %s has %d lines", rule, sourceId, lines.size());
    balanced(lines.stream().map(Line::document).toList(), rule, sourceId);
    balanced(lines.stream().map(Line::base).toList(), rule, sourceId);
  }

  private static void balanced(List<Money> side, String rule, String sourceId) {
    var sum = Money.sum(side, side.get(0).currency());
    Invariant.holds(sum.isZero(), "journal %s of %s is off by %s", rule, sourceId, sum);
  }

  /** What was posted to an account, in document currency; zero when nothing. */
  public Money posted(Account account) {
    return Money.sum(lines.stream().filter(line -> line.account() == account).map(Line::document).toList(), lines.get(0).document().currency());
  }

  /** Where a journal belongs. */
  public record Context(String threadId, String sourceId, String entity, LocalDate postedOn, LocalDate originalOn) {

    public static Context of(String threadId, String sourceId, String entity, LocalDate postedOn) {
      return new Context(threadId, sourceId, entity, postedOn, postedOn);
    }

    /** The fiscal period of the posting day; calendar months until an entity says otherwise. */
    String periodId() {
      return "%04d-%02d".formatted(postedOn.getYear(), postedOn.getMonthValue());
    }
  }

  /** Its id is made from its content; lines of nothing are left out. */
  public static Journal of(String rule, Context context, List<Line> lines) {
    var kept = lines.stream().filter(line -> !line.document().isZero() || !line.base().isZero()).toList();
    var parts = new ArrayList<Object>(List.of(rule, context));
    parts.addAll(kept);
    return new Journal(
        ContentId.of("jnl", parts), rule, context.threadId(), context.sourceId(), context.entity(), context.periodId(), context.postedOn(), context.originalOn(), kept);
  }
}
