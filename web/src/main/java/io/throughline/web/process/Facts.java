package io.throughline.web.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.web.Strict;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Pointers;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.problem.Troubles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Checks that a body is one canonical fact of its kind or a list of them. Whether a fact makes sense to the hub is found out later. */
public final class Facts {

  /** Wrong fields told in one answer. */
  private static final int TOLD = 100;

  private static final int LONGEST_ID = 255;

  private Facts() {}

  /** How many facts the body holds; refuses what does not have the described shape. */
  public static int check(Kind kind, byte[] body) {
    var tree = tree(body);
    if (!tree.isArray()) return check(kind, tree, "");
    var wrong = new ArrayList<Field>();
    for (int i = 0; i < tree.size() && wrong.size() < TOLD; i++) wrong.addAll(wrong(kind, tree.get(i), "/" + i));
    refuse(wrong);
    if (tree.isEmpty()) throw new Refused(Problem.field(Code.INVALID_BODY, "", "REQUIRED", "at least one fact is required"));
    return tree.size();
  }

  /** One fact that stands at a pointer of a body. */
  public static int check(Kind kind, JsonNode fact, String root) {
    refuse(wrong(kind, fact, root));
    return 1;
  }

  private static JsonNode tree(byte[] body) {
    try {
      var tree = Json.MAPPER.readTree(body == null ? new byte[0] : body);
      if (tree.isMissingNode()) throw new Refused(Problem.field(Code.INVALID_BODY, "", "REQUIRED", "a body is required"));
      return tree;
    } catch (JsonProcessingException e) {
      throw new Refused(Troubles.problem(e, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Field> wrong(Kind kind, JsonNode fact, String root) {
    if (!fact.isObject()) return List.of(new Field(root, "WRONG_TYPE", "a fact is an object"));
    var wrong = new ArrayList<Field>();
    texts(fact, "", root, wrong);
    for (var name : kind.required()) if (!fact.has(name)) wrong.add(new Field(root + "/" + name, "REQUIRED", "this field is required"));
    if (!wrong.isEmpty()) return wrong;
    try {
      return Rules.broken(Strict.MAPPER.treeToValue(fact, kind.shape()), root);
    } catch (JsonMappingException e) {
      var field = Pointers.field(e);
      if (fact.at(field.pointer()).isMissingNode()) return List.of(new Field(root + field.pointer(), "REQUIRED", "this field is required"));
      return List.of(new Field(root + field.pointer(), field.code(), field.message()));
    } catch (JsonProcessingException e) {
      throw new Refused(Troubles.problem(e, null));
    }
  }

  /** Absent is a missing key: null and empty text say nothing. Ids are keys, and an index holds no long ones. */
  private static void texts(JsonNode node, String name, String pointer, List<Field> wrong) {
    if (node.isNull() || node.isTextual() && node.textValue().isBlank()) wrong.add(new Field(pointer, "EMPTY", "leave the field out instead"));
    if ((name.endsWith("Id") || name.equals("version")) && node.asText().length() > LONGEST_ID) wrong.add(new Field(pointer, "TOO_LONG", "at most " + LONGEST_ID + " characters"));
    if (node.isArray()) for (int i = 0; i < node.size(); i++) texts(node.get(i), name, pointer + "/" + i, wrong);
    node.fields().forEachRemaining(field -> texts(field.getValue(), field.getKey(), pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), wrong));
  }

  private static void refuse(List<Field> wrong) {
    if (wrong.isEmpty()) return;
    var first = wrong.get(0);
    var more = wrong.size() == 1 ? "" : ", and " + (wrong.size() - 1) + " more";
    throw new Refused(Problem.of(Code.INVALID_BODY, first.pointer() + ": " + first.message() + more, List.copyOf(wrong)));
  }
}
