package io.throughline.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What an unreliable poll does to rows: tells some twice, or tells them in another order. */
public final class Disorder {

  private Disorder() {}

  public static UnaryOperator<List<JsonNode>> of(List<Faults.Strike> strikes) {
    UnaryOperator<List<JsonNode>> disorder = UnaryOperator.identity();
    for (var strike : strikes) {
      if (strike.fault().kind() == Fault.Kind.DUPLICATE_EVENT) disorder = rows -> twice(rows, strike.chance());
      if (strike.fault().kind() == Fault.Kind.OUT_OF_ORDER_EVENT) disorder = rows -> shuffled(rows, strike.chance());
    }
    return disorder;
  }

  /** At least one row, about every second, comes again somewhere later. */
  private static List<JsonNode> twice(List<JsonNode> rows, Random chance) {
    var told = new ArrayList<>(rows);
    for (int i = 0; i < rows.size(); i++) {
      if (i == 0 || chance.nextBoolean()) told.add(Math.min(told.size(), i + 1 + chance.nextInt(told.size() - i)), rows.get(i));
    }
    return told;
  }

  private static List<JsonNode> shuffled(List<JsonNode> rows, Random chance) {
    var told = new ArrayList<>(rows);
    Collections.shuffle(told, chance);
    return told;
  }
}
