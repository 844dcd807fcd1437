package io.throughline.web.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The body may be a list of facts: a limit of its own holds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TakesFacts {

  /** The setting that changes the limit. */
  String setting() default "throughline.intake.limit";

  /** Bytes; 8 MiB are some 20,000 time entries. */
  long bytes() default 8 << 20;
}
