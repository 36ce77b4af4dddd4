package io.weir.bench.load.signal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes of the present thread one that the machine leaves aside for long: each time it says what
 * comes after an HTTP client's future, that has come about before it goes on, with all that the
 * event loop had to do then. Event loops are not held up.
 */
final class UnscheduledCaller {
  private static final long LIMIT_SECONDS = 60;

  private UnscheduledCaller() {}

  /** A Vert.x whose HTTP clients see their callers held up. */
  static Vertx of(Vertx vertx) {
    return view(Vertx.class, vertx);
  }

  private static <T> T view(Class<T> type, T of) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> result(method, method.invoke(of, arguments))));
  }

  private static Object result(Method method, Object result) {
    if (result instanceof HttpClientAgent client) {
      return view(HttpClientAgent.class, client);
    }
    if (!(result instanceof Future<?> future)) {
      return result;
    }
    if (method.getName().equals("compose") && !Context.isOnEventLoopThread()) {
      holdUp(future);
    }
    return view(Future.class, future);
  }

  private static void holdUp(Future<?> until) {
    CountDownLatch done = new CountDownLatch(1);
    until.onComplete(outcome -> {
      Context loop = Vertx.currentContext();
      if (loop == null) {
        done.countDown();
      } else {
        loop.runOnContext(ignored -> done.countDown());
      }
    });
    try {
      if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
