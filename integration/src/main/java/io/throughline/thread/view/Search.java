package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What people look for: a part of a name, a client or an id, whatever the case. Each table has an index of the parts of its own words, of
 * three characters and more, so what is looked for in two tables is looked up in each by itself.
 */
@ApplicationScoped
class Search {

  /** The words of an engagement {@code e}, a document {@code d} and an exception item {@code i}, as their indexes have them. */
  static final String ENGAGEMENT =
      "lower(e.thread_id || ' ' || e.name || ' ' || coalesce(e.client, '') || ' ' || e.deal_id || ' ' || coalesce(e.project_id, '') || ' ' || coalesce(e.customer_id, '') || ' ' || coalesce(e.contract_id, '') || ' ' || coalesce(e.erp_project_id, ''))";
  static final String DOCUMENT = "lower(d.id || ' ' || coalesce(d.number, '') || ' ' || coalesce(d.erp_id, ''))";
  static final String EXCEPTION = "lower(i.id || ' ' || coalesce(i.customer, '') || ' ' || i.reason || ' ' || i.code || ' ' || i.subject_id || ' ' || coalesce(i.journey_id, ''))";

  private static final String LIKE = " like lower(?)";

  /** The engagements of documents whose whole number or id it is. */
  private static final String OF_DOCUMENTS = "any (array(select d.thread_id from document d where " + DOCUMENT + LIKE + " and lower(?) in (lower(d.number), lower(d.erp_id), lower(d.id))))";

  /** Engagements that are named one by one in a list of something else; where more are like it, the list soon has enough of them in its own order. */
  private static final int FEW = 5000;

  @Inject Sql sql;

  /** Engagements {@code e} that are like it, or have a document that is called so. */
  Where engagements(Where where, String like) {
    if (like == null) return where;
    return where.and("(" + ENGAGEMENT + LIKE + " or e.thread_id = " + OF_DOCUMENTS + ")", part(like), part(like), like);
  }

  /** Documents {@code d} of engagements {@code e} that are like it, or whose engagement is. */
  Where documents(Where where, String like) {
    if (like == null) return where;
    var threads = threads(like);
    return threads.length > FEW
        ? where.and("(" + DOCUMENT + LIKE + " or " + ENGAGEMENT + LIKE + ")", part(like), part(like))
        : where.and("(" + DOCUMENT + LIKE + " or d.thread_id = any (?))", part(like), threads);
  }

  /** Exception items {@code i} that are like it, or whose engagement is or has a document that is called so. */
  Where exceptions(Where where, String like) {
    if (like == null) return where;
    var threads = threads(like);
    var own = EXCEPTION + LIKE + " or i.thread_id = " + OF_DOCUMENTS;
    return threads.length > FEW
        ? where.and("(" + own + " or exists (select 1 from engagement e where e.thread_id = i.thread_id and " + ENGAGEMENT + LIKE + "))", part(like), part(like), like, part(like))
        : where.and("(" + own + " or i.thread_id = any (?))", part(like), part(like), like, threads);
  }

  private String[] threads(String like) {
    return sql.planned(row -> row.text("thread_id"), "select e.thread_id from engagement e where " + ENGAGEMENT + LIKE + " limit ?", part(like), FEW + 1).toArray(String[]::new);
  }

  /** Percent, underscore and backslash are letters like others. */
  private static String part(String like) {
    return "%" + like.replaceAll("[\\\\%_]", "\\\\$0") + "%";
  }
}
