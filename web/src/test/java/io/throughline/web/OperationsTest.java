package io.throughline.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.web.idempotency.EffectFree;
import io.throughline.web.idempotency.Once;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** Walks every resource of the war: what holds for all operations, held by a test and not by habit. */
public class OperationsTest {

  private final List<Method> operations = resources().flatMap(type -> Arrays.stream(type.getDeclaredMethods())).filter(OperationsTest::isOperation).toList();

  @Test
  void thereAreOperations() {
    assertThat(operations).hasSizeGreaterThan(25);
  }

  @Test
  void everyOperationSaysWhoMay() {
    assertThat(operations).allSatisfy(operation -> assertThat(roles(operation)).as(operation.toString()).isNotEmpty());
  }

  @Test
  void anAuditorReadsEverythingAndChangesNothing() {
    assertThat(operations)
        .allSatisfy(operation -> assertThat(roles(operation).contains(Roles.AUDITOR)).as(operation.toString()).isEqualTo(onlyAnswers(operation)));
  }

  @Test
  void anAdminMayDoEverything() {
    assertThat(operations).allSatisfy(operation -> assertThat(roles(operation)).as(operation.toString()).contains(Roles.ADMIN));
  }

  @Test
  void everyEffectNeedsAKey() {
    assertThat(operations)
        .allSatisfy(operation -> assertThat(operation.isAnnotationPresent(Once.class)).as(operation.toString()).isNotEqualTo(onlyAnswers(operation)));
  }

  private static boolean onlyAnswers(Method operation) {
    return operation.isAnnotationPresent(GET.class) || operation.isAnnotationPresent(EffectFree.class);
  }

  @Test
  void everyOperationIsDescribed() {
    assertThat(operations).allSatisfy(operation -> {
      assertThat(operation.getAnnotation(Operation.class)).as(operation.toString()).isNotNull();
      assertThat(operation.getAnnotation(Operation.class).summary()).isNotBlank();
    });
    assertThat(operations.stream().map(operation -> operation.getAnnotation(Operation.class).operationId())).doesNotHaveDuplicates();
  }

  private static List<String> roles(Method operation) {
    var allowed = operation.getAnnotation(RolesAllowed.class);
    return allowed == null ? List.of() : List.of(allowed.value());
  }

  private static boolean isOperation(Method method) {
    return Arrays.stream(method.getAnnotations()).anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  /** Every class of the war that has a path. */
  public static Stream<Class<?>> resources() {
    var root = java.nio.file.Path.of("target/classes");
    try (var files = Files.walk(root)) {
      return files.map(file -> root.relativize(file).toString()).filter(file -> file.endsWith(".class")).<Class<?>>map(OperationsTest::load).filter(type -> type.isAnnotationPresent(Path.class)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.substring(0, file.length() - ".class".length()).replace(java.io.File.separatorChar, '.'), false, OperationsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
