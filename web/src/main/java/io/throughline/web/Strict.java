package io.throughline.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.throughline.store.Json;
import java.time.LocalDate;
import java.util.List;

/** The hub's one JSON as it is taken from outside: amounts and ids are text and days are days, and what stands in their place is refused, not turned into them. */
public final class Strict {

  public static final ObjectMapper MAPPER = strict();

  private Strict() {}

  private static ObjectMapper strict() {
    var mapper = Json.MAPPER.copy();
    for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float)) mapper.coercionConfigFor(LogicalType.DateTime).setCoercion(shape, CoercionAction.Fail);
    mapper.configOverride(LocalDate.class).setFormat(JsonFormat.Value.forLeniency(false)); // no instant in place of a day
    return mapper;
  }
}
