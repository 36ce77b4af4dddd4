package io.weir.bench.load.signal;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Why a client did not get in; the message tells causes apart, not clients. */
public final class SignalingException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** A refusal for good. */
  public SignalingException(String cause) {
    this(cause, Duration.ZERO);
  }

  /**
   * @param retryAfter when the server may take the client; zero for never
   */
  public SignalingException(String cause, Duration retryAfter) {
    super(cause);
    this.retryAfter = retryAfter;
  }

  /** When to come again; zero for never. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** What went wrong, as a cause that tells kinds of failures apart. */
  public static String causeOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** What went wrong with a connection. */
  static SignalingException of(Throwable failure) {
    if (failure instanceof SignalingException known) {
      return known;
    }
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ConnectException) {
        return new SignalingException("the server does not take connections (is it running?)");
      }
      if (e instanceof UnknownHostException) {
        return new SignalingException("the server's name is not known");
      }
      if (e instanceof SSLException) {
        return new SignalingException("TLS: " + e.getMessage() + " (see --insecure-tls)");
      }
    }
    return new SignalingException(causeOf(failure));
  }
}
