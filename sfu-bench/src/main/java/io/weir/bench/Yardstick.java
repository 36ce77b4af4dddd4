package io.weir.bench;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a benchmark is compared with, measured in the same run on the same machine: the ratio means
 * the same on every machine, nanoseconds do not. It also says what the benchmark may allocate.
 *
 * <p>It stands on a benchmark's method, or on its class for all methods. A benchmark without it is
 * a yardstick itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Yardstick {
  /** The yardstick's class; of several, their sum is the yardstick. */
  Class<?>[] value();

  /** The parameter that says how many things one operation does, or empty for one. */
  String per() default "";

  /**
   * Bytes that one of these things may allocate. Half a byte is nothing: JMH's own work and a timer
   * now and then are shared by many operations.
   */
  double allocatesAtMost() default 0.5;
}
