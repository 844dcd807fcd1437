package io.throughline.web.security;

import java.util.List;

/** The groups of a token, as roles. An auditor reads everything and changes nothing; an admin may do everything. */
public final class Roles {

  public static final String SALES_OPS = "sales-ops";
  public static final String DELIVERY = "delivery";
  public static final String FINANCE = "finance";
  public static final String OPERATOR = "operator";
  public static final String AUDITOR = "auditor";
  public static final String ADMIN = "admin";

  public static final List<String> ALL = List.of(SALES_OPS, DELIVERY, FINANCE, OPERATOR, AUDITOR, ADMIN);

  private Roles() {}
}
