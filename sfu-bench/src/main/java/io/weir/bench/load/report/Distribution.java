package io.weir.bench.load.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How often which value occurred, in µs, with two significant digits; several become one without
 * loss. Immutable once built.
 */
public final class Distribution {

  /** Values differ by at most 1 % from what was recorded. */
  public static final int DIGITS = 2;

  private static final Distribution EMPTY = new Distribution(new Histogram(DIGITS));

  private final Histogram histogram;

  private Distribution(Histogram histogram) {
    this.histogram = histogram;
  }

  public static Distribution empty() {
    return EMPTY;
  }

  /** A copy of a histogram of µs. */
  public static Distribution of(Histogram microseconds) {
    Histogram copy = new Histogram(DIGITS);
    copy.add(microseconds);
    return new Distribution(copy);
  }

  /** These values, in µs. */
  public static Distribution of(long... microseconds) {
    Histogram histogram = new Histogram(DIGITS);
    for (long value : microseconds) {
      histogram.recordValue(Math.max(0, value));
    }
    return new Distribution(histogram);
  }

  public Distribution plus(Distribution other) {
    Histogram sum = new Histogram(DIGITS);
    sum.add(histogram);
    sum.add(other.histogram);
    return new Distribution(sum);
  }

  public long count() {
    return histogram.getTotalCount();
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  /** The value that a share of all, in percent, does not exceed; 0 when empty. */
  public long percentile(double percent) {
    return isEmpty() ? 0 : histogram.getValueAtPercentile(percent);
  }

  public double mean() {
    return isEmpty() ? 0 : histogram.getMean();
  }

  public long min() {
    return isEmpty() ? 0 : histogram.getMinValue();
  }

  public long max() {
    return isEmpty() ? 0 : histogram.getMaxValue();
  }

  /** HdrHistogram's compressed form as Base64. */
  String encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity() + 64);
    int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /** The reverse of {@link #encoded}. */
  static Distribution decode(String text) throws ResultException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return of(Histogram.decodeFromCompressedByteBuffer(buffer, 0));
    } catch (DataFormatException | RuntimeException e) {
      throw new ResultException("A histogram in the result is damaged: " + e + ".");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Distribution that && histogram.equals(that.histogram);
  }

  @Override
  public int hashCode() {
    return histogram.hashCode();
  }

  @Override
  public String toString() {
    return count() + " values, median " + percentile(50) + " µs";
  }
}
