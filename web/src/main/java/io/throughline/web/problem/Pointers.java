package io.throughline.web.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.throughline.journey.Outcome.Field;
import java.util.List;
import java.util.stream.Collectors;

/** Where in a body Jackson stumbled, as a JSON pointer (RFC 6901), without the words of the library. */
public final class Pointers {

  private Pointers() {}

  /** The one field that is wrong. */
  public static Field field(JsonMappingException wrong) {
    var pointer = pointer(wrong.getPath());
    if (wrong instanceof UnrecognizedPropertyException) return new Field(pointer, "UNKNOWN_FIELD", "this field is not known");
    return new Field(pointer, "WRONG_TYPE", "this is not of the described type");
  }

  private static String pointer(List<Reference> path) {
    return path.stream().map(Pointers::token).collect(Collectors.joining());
  }

  private static String token(Reference step) {
    return "/" + (step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName().replace("~", "~0").replace("/", "~1"));
  }
}
