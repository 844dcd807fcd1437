package io.throughline.books;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Counts in full that no hour, no cent, no effect and no hop was lost or counted twice. Each proof is one query ({@code proofs/*.sql}). */
@ApplicationScoped
@Transactional
public class Proofs {

  /** The proofs, in the order they are shown. */
  private static final List<String> NAMES = List.of("minutes", "money", "journals", "receipts", "threads");

  /** Residuals told one by one; the rest is counted. */
  private static final int SHOWN = 50;

  @Inject Sql sql;

  /** All of them; it holds when every residual is zero. */
  public record Answer(boolean holds, List<Proof> proofs) {}

  /** One proof. {@code residual} is the sum of the absolute residuals, in minutes, money or counts as the proof says. */
  public record Proof(String name, boolean holds, int checked, BigDecimal residual, List<Residual> residuals) {}

  /** What does not add up, and by how much. */
  public record Residual(String subject, BigDecimal residual, String detail) {}

  public Answer all() {
    var proofs = NAMES.stream().map(this::proof).toList();
    return new Answer(proofs.stream().allMatch(Proof::holds), proofs);
  }

  private Proof proof(String name) {
    var found = sql.list(row -> new Residual(row.text("subject"), row.decimal("residual"), row.text("detail")), query(name));
    var broken = found.stream().filter(one -> one.residual().signum() != 0).toList();
    var residual = broken.stream().map(one -> one.residual().abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Proof(name, broken.isEmpty(), found.size(), residual, broken.stream().limit(SHOWN).toList());
  }

  private static String query(String name) {
    try (var query = Proofs.class.getResourceAsStream("/proofs/" + name + ".sql")) {
      return new String(query.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
