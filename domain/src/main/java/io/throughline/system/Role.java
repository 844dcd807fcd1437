package io.throughline.system;

import java.util.Locale;

/** What a system is to the firm. The hub talks to roles; which system plays one is configuration. */
public enum Role {
  CRM,
  DELIVERY,
  ERP,
  PEOPLE,
  DOCUMENTS,
  FILING,
  NOTICES;

  /** The role's name in addresses, queues and files: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
