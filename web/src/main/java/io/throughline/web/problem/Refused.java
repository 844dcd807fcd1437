package io.throughline.web.problem;

/** Ends a request with a problem, from where no answer can be returned. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refused(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false); // expected: no stack to keep
    this.problem = problem;
  }

  public static Refused absent(String detail) {
    return new Refused(Problem.of(Code.NOT_FOUND, detail));
  }

  public static Refused forbidden(String detail) {
    return new Refused(Problem.of(Code.ROLE_MISSING, detail));
  }

  public Problem problem() {
    return problem;
  }
}
