package io.throughline.web.problem;

import java.util.Arrays;
import java.util.Optional;

/** The stable codes of problem answers; {@code docs/problems.md} says the same at length, and {@code /problems/{code}} answers it. */
public enum Code {
  MALFORMED_JSON(400, "The body is not JSON", "Send well-formed JSON; the detail names line and column."),
  BAD_PARAMETER(400, "A parameter cannot be read", "Correct the path or query parameter that the detail names."),
  IDEMPOTENCY_KEY_MISSING(400, "An Idempotency-Key is required", "Send one Idempotency-Key header, a quoted string of 1 to 255 visible characters, new for each intended effect."),
  IDEMPOTENCY_KEY_MALFORMED(400, "The Idempotency-Key cannot be read", "Send one Idempotency-Key header, a quoted string of 1 to 255 visible characters."),
  SIGN_IN_REQUIRED(401, "Sign in first", "Send a bearer token of the configured issuer that has not expired."),
  SIGNATURE_REFUSED(401, "The signature does not fit", "Sign id, timestamp and raw body with the shared secret, within five minutes of now."),
  ROLE_MISSING(403, "Your role does not allow this", "Ask for the role that the API description names for this operation."),
  NOT_FOUND(404, "There is no such thing", "Check the address; the detail says what was looked for."),
  UNKNOWN_KIND(404, "Facts of this kind are not taken", "Use one of the kinds that the API description lists."),
  UNKNOWN_SYSTEM(404, "This system is not connected", "Use the name of a connected system; a hook also needs its secret configured."),
  METHOD_NOT_ALLOWED(405, "The method is not offered here", "Use one of the methods in the Allow header."),
  NOT_ACCEPTABLE(406, "No such representation", "Accept application/json."),
  REQUEST_IN_PROGRESS(409, "The first request with this key is still running", "Repeat the same request later; nothing needs to be corrected."),
  NOT_HELD(409, "It is not held", "Only what is held can be resumed or repaired; look at its present state."),
  BEHIND_THE_PIVOT(409, "It cannot be undone any more", "Behind the pivot there is no undo: correct forward, with a new document."),
  NOT_WAITING_FOR_APPROVAL(409, "It does not wait for approval", "It was released already or is not a draft; look at its present state."),
  NEWER_TERMS_BOOKED(409, "A bill on newer terms is booked already", "Undo the draft from its exception item: the next invoice run bills anew what it holds."),
  OWN_PROPOSAL(409, "Another person releases what you have proposed", "Ask another person of finance to release it; or discard it."),
  VOIDED_IN_ERP(409, "The ERP voided the invoice that this credits", "A credit note would take it off there once more: discard it, and take the invoice back on its page."),
  NO_JOURNEY(409, "No journey stands behind this item", "Correct the source record; a newer version heals the item."),
  STATE_CONFLICT(409, "The present state does not allow this", "Look at the present state and decide again."),
  BODY_TOO_LARGE(413, "The body is too large", "Send fewer facts a request; the detail names the limit."),
  UNSUPPORTED_MEDIA_TYPE(415, "Only JSON is taken", "Send Content-Type: application/json."),
  INVALID_BODY(422, "The body does not have the described shape", "Correct the fields that errors names by JSON pointer."),
  IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request", "Use a new key for a new request; the same key repeats the same request only."),
  EVENT_ID_REUSED(422, "The event id came before with other content", "Use a new webhook-id for a new event."),
  NOT_A_FIELD(422, "A correction does not fit", "Correct only fields of the trigger, by JSON pointer, with values of their type."),
  TOO_MANY_REQUESTS(429, "Too many requests", "Wait as long as Retry-After says."),
  INTERNAL(500, "Something broke on our side", "Repeat with the same Idempotency-Key; quote the correlation id when you report it."),
  UNAVAILABLE(503, "Not available now", "Repeat with the same Idempotency-Key after Retry-After.");

  private final int status;
  private final String title;
  private final String remedy;

  Code(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** What the caller can do. */
  public String remedy() {
    return remedy;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return status >= 500 || status == 429 || this == REQUEST_IN_PROGRESS;
  }

  public static Optional<Code> named(String name) {
    return Arrays.stream(values()).filter(code -> code.name().equals(name)).findFirst();
  }

  /** The code for a status that something other than the hub's own code chose. */
  static Code of(int status) {
    return switch (status) {
      case 401 -> SIGN_IN_REQUIRED;
      case 403 -> ROLE_MISSING;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> STATE_CONFLICT;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 422 -> INVALID_BODY;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> UNAVAILABLE;
      default -> status >= 500 ? INTERNAL : BAD_PARAMETER;
    };
  }
}
