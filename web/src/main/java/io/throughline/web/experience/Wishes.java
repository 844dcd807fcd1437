package io.throughline.web.experience;

import io.throughline.process.Journeys.Refusal;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/** What people wish of a journey, and the answer to it. */
final class Wishes {

  private Wishes() {}

  /** The wish was taken; the journey's own address says how it goes on. */
  record Accepted(String journeyId, String href) {}

  record Reason(String reason) {}

  record Corrections(java.util.Map<String, String> corrections) {}

  static Response answer(String journeyId, Optional<Refusal> refusal) {
    return refusal.map(why -> refused(journeyId, why)).orElseGet(() -> accepted(journeyId));
  }

  private static Response accepted(String journeyId) {
    var address = "experience/v1/operations/journeys/" + journeyId;
    return Response.accepted(new Accepted(journeyId, "/api/" + address)).location(URI.create(address)).build(); // the container puts its base before it
  }

  private static Response refused(String journeyId, Refusal why) {
    return Problem.of(code(why), code(why).title() + ": " + journeyId).response();
  }

  static Code code(Refusal why) {
    return switch (why) {
      case UNKNOWN -> Code.NOT_FOUND;
      case NOT_HELD -> Code.NOT_HELD;
      case BEHIND_THE_PIVOT -> Code.BEHIND_THE_PIVOT;
      case NOT_WAITING_FOR_APPROVAL -> Code.NOT_WAITING_FOR_APPROVAL;
      case NEWER_TERMS_BOOKED -> Code.NEWER_TERMS_BOOKED;
      case OWN_PROPOSAL -> Code.OWN_PROPOSAL;
      case VOIDED_IN_ERP -> Code.VOIDED_IN_ERP;
      case NOT_A_FIELD -> Code.NOT_A_FIELD;
    };
  }
}
