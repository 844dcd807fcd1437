package io.throughline.finance.whatif;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field means, in the field's own terms: the text of the published schema. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
@interface Says {

  String value();

  /** Whether a fact without it is refused. */
  boolean must() default false;

  /** Whether a number may be below zero. */
  boolean signed() default false;
}
