package io.throughline.web;

import io.throughline.thread.view.Page;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Lists come in pages: {@code limit} (1 to 200, usually 50) and the {@code cursor} that the page before named as {@code next}. */
public class Paging {

  private static final int USUAL = 50;
  private static final int MOST = 200;

  @QueryParam("limit")
  @Parameter(description = "How many at most: 1 to 200", schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER, defaultValue = "50"))
  String limit;

  @QueryParam("cursor")
  @Parameter(description = "The next of the page before; absent for the first page")
  String cursor;

  /** Reads one page. */
  @FunctionalInterface
  public interface Read<P> {
    P page(int limit, String cursor);
  }

  public <T> Page<T> of(Read<Page<T>> read) {
    return read(read);
  }

  /** The same for a page that says more than its items. */
  public <P> P read(Read<P> read) {
    try {
      return read.page(limit(), cursor == null || cursor.isEmpty() ? null : cursor);
    } catch (IllegalArgumentException wrong) {
      throw new Refused(Problem.of(Code.BAD_PARAMETER, "cursor: " + wrong.getMessage()));
    }
  }

  private int limit() {
    if (limit == null || limit.isEmpty()) return USUAL;
    try {
      var wanted = Integer.parseInt(limit);
      if (wanted >= 1 && wanted <= MOST) return wanted;
    } catch (NumberFormatException e) {
      throw new Refused(Problem.of(Code.BAD_PARAMETER, "limit: not a number"));
    }
    throw new Refused(Problem.of(Code.BAD_PARAMETER, "limit: 1 to " + MOST));
  }
}
