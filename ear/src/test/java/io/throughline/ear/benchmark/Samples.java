package io.throughline.ear.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Figures of several rounds or calls, sorted. */
record Samples(double[] sorted) {

  Samples {
    sorted = sorted.clone();
    Arrays.sort(sorted);
  }

  static Samples of(List<Double> figures) {
    return new Samples(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Round by round: what was measured within the same seconds is compared. */
  static Samples ratios(List<Double> figures, List<Double> limits) {
    return new Samples(IntStream.range(0, figures.size()).mapToDouble(i -> figures.get(i) / limits.get(i)).toArray());
  }

  double median() {
    return percentile(50);
  }

  /** The nearest rank. */
  double percentile(int percent) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  /** The median and, in brackets, the least and the most. */
  String text(String format) {
    return text(format, 1);
  }

  String percents() {
    return text("%.0f %%", 100);
  }

  private String text(String format, double factor) {
    var form = "**" + format + "** (" + format + " – " + format + ")";
    return String.format(Locale.ROOT, form, median() * factor, sorted[0] * factor, sorted[sorted.length - 1] * factor);
  }
}
