package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import io.throughline.finance.whatif.Documents.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How each amount of a document came about: inputs, rule, the exact value before rounding, and what rounding did. */
final class Explanations {

  /** Revenue that is an amount of its own, not a part of a whole. */
  private static final Set<String> EXACT = Set.of("as-billed", "concession", "write-off");

  private final Events events;

  Explanations(Events events) {
    this.events = events;
  }

  List<Answer.Explanation> of(List<Doc> documents) {
    var all = new ArrayList<Answer.Explanation>();
    for (var doc : documents) {
      if (doc.corrects != null) {
        for (var part : doc.taken) all.add(part(doc, part));
      } else for (var line : doc.lines) all.add(line.draft.minutes() == null ? event(doc, line) : minutes(doc, line));
      for (var tax : doc.taxes.entrySet()) {
        if (tax.getValue().isZero()) continue;
        if (tax.getKey().equals(TaxTreatment.TOLD)) {
          all.add(exactly(doc.reference + "#tax/told", doc.corrects == null ? "as the ERP told it" : "as the ERP told it, or in proportion to the net amount", tax.getValue() + " on " + doc.net, tax.getValue()));
          continue;
        }
        var exact = new ExactAmount(doc.bases.get(tax.getKey()).exact().value().times(Rational.of(tax.getKey().percent().movePointLeft(2))), doc.currency);
        all.add(new Answer.Explanation(doc.reference + "#tax/" + tax.getKey().category(), doc.corrects == null ? "tax per category on the sum of lines" : "at the original's rate; the last credit of a category takes what is left", tax.getKey().percent().toPlainString() + " % of " + doc.bases.get(tax.getKey()), exact, tax.getValue(), tax.getValue().exact().minus(exact).value().toString()));
      }
    }
    return all;
  }

  /** What is recognised: what is earned by then as a whole, rounded, less what was recognised before. */
  List<Answer.Explanation> ofRevenue(List<Answer.RevenueEvent> events) {
    return events.stream().map(each -> {
      var subject = "revenue/" + each.contractId() + "/" + each.obligation() + "/" + each.on();
      if (EXACT.contains(each.why())) return exactly(subject, each.why(), each.cumulative() + " so far", each.amount());
      var earned = each.exact().rounded(RoundingPolicy.HALF_UP);
      var progress = each.progressPercent() == null ? "" : each.progressPercent() + " %, ";
      return new Answer.Explanation(subject, each.measure() + ": all that is earned by then, rounded, less what was recognised before", progress + earned + " earned, " + each.cumulative() + " recognised with this " + each.amount(), each.exact(), earned, earned.exact().minus(each.exact()).value().toString());
    }).toList();
  }

  private static Answer.Explanation exactly(String subject, String rule, String inputs, Money amount) {
    return new Answer.Explanation(subject, rule, inputs, amount.exact(), amount, "0");
  }

  /** What a credit note takes from a line: minutes at their price, or an amount; the last minutes take what is left. */
  private static Answer.Explanation part(Doc doc, Taken part) {
    var subject = doc.reference + "#" + part.line().draft.contractLineId();
    var because = doc.because(part);
    var from = " of " + part.line().draft.amount() + " on " + part.line().doc.reference + (because == null ? "" : "; " + because);
    long minutes = part.minutes().values().stream().mapToLong(Long::longValue).sum();
    if (minutes == 0 || part.line().draft.price() == null) return exactly(subject, "what is due no more, or an amount that was named", part.amount() + from, part.amount());
    var exact = part.line().draft.price().of(minutes);
    return new Answer.Explanation(subject, "minutes at the price they were billed at; the last ones of a line take what is left", minutes + " min x " + part.line().draft.price() + from, exact, part.amount(), part.amount().exact().minus(exact).value().toString());
  }

  private static Answer.Explanation minutes(Doc doc, DocLine line) {
    var exact = line.draft.price().of(line.draft.minutes());
    var inputs = line.draft.minutes() + " min x " + line.draft.price() + (line.draft.allowance().isZero() ? "" : " less " + line.draft.allowance() + " above the cap or conceded before");
    var difference = line.draft.amount().plus(line.draft.allowance()).exact().minus(exact).value();
    return new Answer.Explanation(doc.reference + "#" + line.draft.contractLineId() + "/" + line.draft.lineKey(), "round once per line, " + Reading.word(doc.contract.rounding()), inputs, exact, line.draft.amount(), difference.toString());
  }

  /** The whole event, of which the line may bill what was left or one payer's share. */
  private Answer.Explanation event(Doc doc, DocLine line) {
    var event = line.draft.event();
    var because = events.because(event);
    var inputs = because.inputs() + (because.rounded().equals(line.draft.amount()) ? "" : "; of " + because.rounded() + " this line bills " + line.draft.amount());
    return new Answer.Explanation(doc.reference + "#" + line.draft.contractLineId() + "/" + event.source(), because.rule(), inputs, because.exact(), line.draft.amount(), because.rounded().exact().minus(because.exact()).value().toString());
  }
}
