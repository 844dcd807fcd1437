package io.throughline.web.openapi;

import io.throughline.web.experience.CatalogueResource;
import io.throughline.web.experience.ClosingResource;
import io.throughline.web.experience.CreditNotesResource;
import io.throughline.web.experience.DeadLettersResource;
import io.throughline.web.experience.DraftsResource;
import io.throughline.web.experience.EngagementsResource;
import io.throughline.web.experience.ExceptionActions;
import io.throughline.web.experience.ExceptionsResource;
import io.throughline.web.experience.FinanceResource;
import io.throughline.web.experience.JourneysResource;
import io.throughline.web.experience.MeasuresResource;
import io.throughline.web.experience.OperationsResource;
import io.throughline.web.experience.QuotesResource;
import io.throughline.web.experience.SetOffsResource;
import io.throughline.web.experience.TakeOversResource;
import io.throughline.web.experience.SystemsResource;
import io.throughline.web.experience.UnappliedCashResource;
import io.throughline.web.experience.WriteOffsResource;
import io.throughline.web.experience.TotalsResource;
import io.throughline.web.live.LiveResource;
import io.throughline.web.live.MeResource;
import io.throughline.web.process.IntakeResource;
import io.throughline.web.process.InvoiceRunResource;
import io.throughline.web.process.WhatIfResource;
import io.throughline.web.process.Kind;
import io.throughline.web.process.MonthsResource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** What each operation answers, and what intake takes: read from the methods themselves. */
final class Answers {

  static final List<Class<?>> RESOURCES =
      List.of(
          ClosingResource.class, CreditNotesResource.class, DeadLettersResource.class, DraftsResource.class, EngagementsResource.class, ExceptionActions.class, ExceptionsResource.class, FinanceResource.class, JourneysResource.class, MeasuresResource.class, OperationsResource.class, SystemsResource.class,
          CatalogueResource.class, TotalsResource.class, QuotesResource.class, SetOffsResource.class, TakeOversResource.class, UnappliedCashResource.class, WriteOffsResource.class,
          IntakeResource.class, InvoiceRunResource.class, MonthsResource.class, WhatIfResource.class, LiveResource.class, MeResource.class);

  private static final String JSON = "application/json";

  private final Map<String, Method> methods =
      RESOURCES.stream()
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(org.eclipse.microprofile.openapi.annotations.Operation.class))
          .collect(Collectors.toMap(method -> method.getAnnotation(org.eclipse.microprofile.openapi.annotations.Operation.class).operationId(), Function.identity()));

  private final Shapes shapes;

  Answers(Shapes shapes) {
    this.shapes = shapes;
  }

  void describe(Operation operation) {
    var method = methods.get(operation.getOperationId());
    if (method == null || method.getReturnType() == void.class) return; // a stream says itself what it sends
    if (method.getReturnType() != jakarta.ws.rs.core.Response.class) {
      operation.getResponses().getAPIResponse("200").description(operation.getSummary()).content(json(shapes.of(method.getGenericReturnType())));
    }
    if (method.isAnnotationPresent(io.throughline.web.security.TakesFacts.class) && method.isAnnotationPresent(io.throughline.web.idempotency.Once.class)) operation.getRequestBody().content(json(facts()));
  }

  /** One fact of a kind, or a list of them. */
  private Schema facts() {
    var kinds = Arrays.stream(Kind.values()).map(kind -> shapes.of(kind.shape())).toList();
    var list = OASFactory.createSchema().type(List.of(Schema.SchemaType.ARRAY)).items(OASFactory.createSchema().anyOf(kinds));
    return OASFactory.createSchema().anyOf(java.util.stream.Stream.concat(kinds.stream(), java.util.stream.Stream.of(list)).toList());
  }

  private static Content json(Schema schema) {
    return OASFactory.createContent().addMediaType(JSON, OASFactory.createMediaType().schema(schema));
  }
}
