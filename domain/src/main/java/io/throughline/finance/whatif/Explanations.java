package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Rational;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.DocLine;
import java.util.ArrayList;
import java.util.List;

/** How each amount of a document came about: inputs, rule, the exact value before rounding, and what rounding did. */
final class Explanations {

  private final Events events;

  Explanations(Events events) {
    this.events = events;
  }

  List<Answer.Explanation> of(List<Doc> documents) {
    var all = new ArrayList<Answer.Explanation>();
    for (var doc : documents) {
      if (doc.corrects != null) continue;
      for (var line : doc.lines) all.add(line.draft.minutes() == null ? event(doc, line) : minutes(doc, line));
      for (var tax : doc.taxes.entrySet()) {
        if (tax.getValue().isZero()) continue;
        var exact = new ExactAmount(doc.bases.get(tax.getKey()).exact().value().times(Rational.of(tax.getKey().percent().movePointLeft(2))), doc.currency);
        all.add(new Answer.Explanation(doc.reference + "#tax/" + tax.getKey().category(), "tax per category on the sum of lines", tax.getKey().percent().toPlainString() + " % of " + doc.bases.get(tax.getKey()), exact, tax.getValue(), tax.getValue().exact().minus(exact).value().toString()));
      }
    }
    return all;
  }

  private static Answer.Explanation minutes(Doc doc, DocLine line) {
    var exact = line.draft.price().of(line.draft.minutes());
    var inputs = line.draft.minutes() + " min x " + line.draft.price() + (line.draft.allowance().isZero() ? "" : " less " + line.draft.allowance() + " above the cap or conceded before");
    var difference = line.draft.amount().exact().minus(exact).value();
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
