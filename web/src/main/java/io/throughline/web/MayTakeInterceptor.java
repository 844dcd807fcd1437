package io.throughline.web;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.UserTransaction;
import java.time.Duration;

/** Carries {@link MayTake} out, before a transaction begins. */
@MayTake
@Interceptor
@Priority(Interceptor.Priority.APPLICATION - 1)
public class MayTakeInterceptor {

  @Inject UserTransaction transaction;

  @AroundInvoke
  Object patiently(InvocationContext call) throws Exception {
    transaction.setTransactionTimeout((int) Duration.ofMinutes(call.getMethod().getAnnotation(MayTake.class).minutes()).toSeconds());
    try {
      return call.proceed();
    } finally {
      transaction.setTransactionTimeout(0);
    }
  }
}
