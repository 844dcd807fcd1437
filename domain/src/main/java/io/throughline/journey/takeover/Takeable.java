package io.throughline.journey.takeover;

import io.throughline.canonical.QuoteLine;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.engagementopening.Contracting;
import io.throughline.journey.engagementopening.Terms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has to be known of an engagement before it is taken over. */
public final class Takeable {

  private Takeable() {}

  static Verdict complete(Story<TakeOver> story) {
    return Verdict.of("TAKE_OVER_INCOMPLETE", "What was sold, and what was done of it before, do not fit", "finance", wrong(story.trigger()));
  }

  /** What is missing or wrong, field by field; of the terms first. */
  public static List<Field> wrong(TakeOver told) {
    var terms = Terms.wrong(told.deal());
    return terms.isEmpty() ? before(told) : terms.stream().map(field -> field.below("/deal")).toList();
  }

  private static List<Field> before(TakeOver told) {
    var wrong = new ArrayList<Field>();
    day(wrong, told);
    if (told.projectId() == null || told.projectId().isBlank()) wrong.add(new Field("/projectId", "REQUIRED", "missing: the project that delivery works in"));
    var lines = new HashSet<String>();
    var works = new HashSet<String>();
    for (int i = 0; i < told.lines().size(); i++) line(wrong, told, told.lines().get(i), "/lines/" + i, lines, works);
    told.deal().lines().stream().filter(line -> !line.billsExpenses() && !lines.contains(line.lineId())).forEach(line -> wrong.add(new Field("/lines", "REQUIRED", "missing: which work of the project " + line.lineId() + " is (" + line.description() + ")")));
    if (wrong.isEmpty() && Contracting.items(told.left()).isEmpty()) wrong.add(new Field("/lines", "NOTHING_LEFT", "all that was sold is billed: there is nothing to carry on"));
    return wrong;
  }

  private static void day(List<Field> wrong, TakeOver told) {
    if (told.from() == null) wrong.add(new Field("/from", "REQUIRED", "missing: from which day it is carried on here"));
    else if (told.from().isAfter(told.deal().endOn())) wrong.add(new Field("/from", "AFTER_CONTRACT", "it ended on " + told.deal().endOn()));
  }

  private static void line(List<Field> wrong, TakeOver told, TakeOver.Line line, String at, Set<String> lines, Set<String> works) {
    var sold = told.deal().line(line.lineId() == null ? "" : line.lineId());
    if (sold.isEmpty()) {
      wrong.add(new Field(at + "/lineId", "LINE_UNKNOWN", "the deal has no line " + line.lineId()));
      return;
    }
    if (!lines.add(line.lineId())) wrong.add(new Field(at + "/lineId", "LINE_TWICE", line.lineId() + " is said twice"));
    work(wrong, sold.get(), line, at, works);
    if (line.billed() != null) billed(wrong, told, sold.get(), line.billed(), at + "/billed");
    else if (sold.get().billsPeriods()) cut(wrong, told, sold.get(), at);
  }

  private static void work(List<Field> wrong, QuoteLine sold, TakeOver.Line line, String at, Set<String> works) {
    if (sold.billsExpenses()) {
      if (!line.work().isEmpty()) wrong.add(new Field(at + "/work", "NO_WORK", "expenses are of the whole project"));
      return;
    }
    if (line.work().isEmpty()) wrong.add(new Field(at + "/work", "REQUIRED", sold.billsTime() || sold.billsPeriods() ? "missing: the tasks on which its time is booked" : "missing: its milestone in the project"));
    if (line.work().size() > 1 && !sold.billsTime() && !sold.billsPeriods()) wrong.add(new Field(at + "/work", "ONE_MILESTONE", "an amount is billed by one milestone"));
    for (var each : line.work()) if (!works.add(each)) wrong.add(new Field(at + "/work", "WORK_TWICE", each + " is the work of another line"));
  }

  private static void billed(List<Field> wrong, TakeOver told, QuoteLine sold, String text, String at) {
    BigDecimal billed;
    try {
      billed = new BigDecimal(text);
    } catch (NumberFormatException no) {
      wrong.add(new Field(at, "NOT_AN_AMOUNT", text + " is no amount"));
      return;
    }
    if (billed.signum() < 0 || billed.stripTrailingZeros().scale() > java.util.Currency.getInstance(told.deal().currency()).getDefaultFractionDigits()) wrong.add(new Field(at, "NOT_AN_AMOUNT", "what was billed is not below nothing, and to the cent"));
    if (sold.billsPeriods()) periods(wrong, told, sold, billed, at);
    else if (!sold.billsTime() && !sold.billsExpenses() && billed.compareTo(new BigDecimal(sold.amount())) > 0) wrong.add(new Field(at, "BEYOND_SOLD", sold.lineId() + " was sold for " + sold.amount()));
    else if (sold.capAmount() != null && billed.compareTo(new BigDecimal(sold.capAmount())) > 0) wrong.add(new Field(at, "BEYOND_CAP", sold.lineId() + " is billed to " + sold.capAmount() + " at most"));
  }

  /** All of them, or those that ended before. */
  private static void periods(List<Field> wrong, TakeOver told, QuoteLine sold, BigDecimal billed, String at) {
    if (billed.compareTo(new BigDecimal(sold.amount())) < 0) {
      wrong.add(new Field(at, "PERIODS_SAY", "which periods are left says the day: leave this out, or say that all " + sold.amount() + " were billed"));
    } else if (sold.includesMinutes()) {
      wrong.add(new Field(at, "MINUTES_INCLUDED", "minutes that its periods include are counted period by period: take it over as they end"));
    }
  }

  /** A period is billed where it was begun. */
  private static void cut(List<Field> wrong, TakeOver told, QuoteLine sold, String at) {
    if (told.from() == null) return;
    Remainder.cut(told.deal(), sold, told.from()).map(LocalDate::toString).ifPresent(through -> wrong.add(new Field("/from", "CUTS_A_PERIOD", "a period of " + sold.lineId() + " goes on through " + through + ": take it over on the day after")));
  }
}
