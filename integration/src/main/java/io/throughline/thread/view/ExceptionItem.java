package io.throughline.thread.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What a person must decide: whose it is, what is wrong with which field, and the amount and date at risk. */
public record ExceptionItem(
    long id,
    String state,
    String code,
    String reason,
    String owner,
    String assignedTo,
    String customer,
    String amountAtRisk,
    String currency,
    LocalDate atRiskOn,
    List<Field> fields,
    String subject,
    String subjectId,
    String threadId,
    String journeyId,
    Long evidenceId,
    Instant raisedAt,
    Instant resolvedAt,
    String resolvedBy,
    String resolution) {

  private static final TypeReference<List<Field>> FIELDS = new TypeReference<>() {};

  static ExceptionItem of(Row row) throws SQLException {
    var currency = row.text("currency");
    return new ExceptionItem(
        row.number("id"),
        row.text("state"),
        row.text("code"),
        row.text("reason"),
        row.text("owner"),
        row.text("assigned_to"),
        row.text("customer"),
        Amount.text(row.decimal("amount"), currency),
        currency,
        row.date("at_risk_on"),
        fields(row.text("fields")),
        row.text("subject"),
        row.text("subject_id"),
        row.text("thread_id"),
        row.text("journey_id"),
        row.numberOrNull("evidence_id"),
        row.instant("raised_at"),
        row.instant("resolved_at"),
        row.text("resolved_by"),
        row.text("resolution"));
  }

  ExceptionItem withoutMoney() {
    return new ExceptionItem(
        id, state, code, reason, owner, assignedTo, customer, null, null, atRiskOn, fields, subject, subjectId, threadId, journeyId, evidenceId, raisedAt, resolvedAt, resolvedBy, resolution);
  }

  private static List<Field> fields(String json) {
    try {
      return Json.MAPPER.readValue(json, FIELDS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the fields of an exception item are not readable", e);
    }
  }
}
