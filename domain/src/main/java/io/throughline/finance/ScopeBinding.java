package io.throughline.finance;

import io.throughline.canonical.TimeEntry;
import java.time.LocalDate;
import java.util.Set;

/**
 * Which work belongs to a contract line. An empty set or a missing day means any; the more a binding names, the closer it is.
 *
 * @param from first work date, or null
 * @param through last work date, or null
 */
public record ScopeBinding(Set<String> projectIds, Set<String> taskIds, Set<String> roles, Set<String> personIds, LocalDate from, LocalDate through) {

  public ScopeBinding {
    projectIds = projectIds == null ? Set.of() : Set.copyOf(projectIds);
    taskIds = taskIds == null ? Set.of() : Set.copyOf(taskIds);
    roles = roles == null ? Set.of() : Set.copyOf(roles);
    personIds = personIds == null ? Set.of() : Set.copyOf(personIds);
  }

  public static ScopeBinding task(String projectId, String taskId) {
    return new ScopeBinding(Set.of(projectId), Set.of(taskId), Set.of(), Set.of(), null, null);
  }

  public static ScopeBinding project(String projectId) {
    return new ScopeBinding(Set.of(projectId), Set.of(), Set.of(), Set.of(), null, null);
  }

  boolean covers(TimeEntry entry) {
    return covers(entry.projectId(), entry.taskId(), entry.role(), entry.personId()) && covers(entry.workDate());
  }

  boolean covers(String projectId, String taskId, String role, String personId) {
    return any(projectIds, projectId) && any(taskIds, taskId) && any(roles, role) && any(personIds, personId);
  }

  boolean covers(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (through == null || !day.isAfter(through));
  }

  /** A person beats a task, a task beats a role, a role beats a project. */
  int closeness() {
    return (personIds.isEmpty() ? 0 : 8) + (taskIds.isEmpty() ? 0 : 4) + (roles.isEmpty() ? 0 : 2) + (projectIds.isEmpty() ? 0 : 1);
  }

  private static boolean any(Set<String> named, String value) {
    return named.isEmpty() || value != null && named.contains(value);
  }
}
