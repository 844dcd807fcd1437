package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Currency;

/** What people spend for a project, and what they correct of it afterwards. */
final class ExpenseReports {

  private ExpenseReports() {}

  /** {@code line} or {@code task} says which project; the sold line for expenses takes what is spent there. */
  static String enter(JsonNode expenses, Stage stage) {
    for (var each : expenses) {
      var expense = inCents(stage.filled(each)).put("story", stage.work(each)).put("key", stage.nextKey("expense"));
      expense.set("user", stage.people(expense).get(0));
      var approved = stage.drive("approve-expense", expense);
      if (expense.has("expense")) stage.entries.set(expense.path("expense").asText(), approved.path("expenseId"));
    }
    return expenses.size() + " expenses";
  }

  static String change(JsonNode changes, Stage stage) {
    for (var each : changes) {
      var change = inCents(stage.filled(each));
      var id = stage.entries.path(change.path("expense").asText());
      if (id.isMissingNode()) throw new PlayFailed("no expense is called " + change.path("expense").asText());
      stage.drive("change-expense", change.set("expenseId", id));
    }
    return changes.size() + " expenses changed";
  }

  /** Some vendors keep minor units. */
  private static ObjectNode inCents(ObjectNode expense) {
    if (!expense.has("amount")) return expense;
    var digits = Currency.getInstance(expense.path("currency").asText()).getDefaultFractionDigits();
    var amount = expense.path("amount").decimalValue();
    return expense.put("cents", amount.movePointRight(digits).longValueExact()).put("amount", amount.setScale(digits).toPlainString());
  }
}
