package io.throughline.web.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The operation has an effect: it needs an Idempotency-Key, runs in one transaction with its stored answer, and answers a repeat with that. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Once {

  /** How long the answer is kept: a day, or where money moves 35, which covers a month-end. */
  @Nonbinding
  int keptDays() default 1;
}
