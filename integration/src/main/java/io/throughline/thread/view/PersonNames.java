package io.throughline.thread.view;

/** What people are called, where a system of people or the delivery system says it. */
final class PersonNames {

  private PersonNames() {}

  /** The column {@code person_name} of rows {@code of} with {@code source} and {@code person_id}; null where nobody knows the person. */
  static String column(String of) {
    return "(select coalesce(p.name, m.name) from member m left join person p on lower(p.email) = lower(m.email) where m.system = %1$s.source and m.member_id = %1$s.person_id order by p.state, p.source, p.person_id limit 1) as person_name".formatted(of);
  }
}
