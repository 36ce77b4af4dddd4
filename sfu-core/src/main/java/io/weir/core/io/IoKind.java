package io.weir.core.io;

/** How media sockets reach the system. */
public enum IoKind {
  /** recvmmsg, sendmmsg and ppoll through {@code java.lang.foreign}; Linux on x86-64 or aarch64. */
  LINUX,
  /** {@link java.nio.channels.DatagramChannel}; everywhere. */
  CHANNEL;

  /** System property that chooses: {@code linux} or {@code channel}. */
  public static final String PROPERTY = "weir.io";

  /**
   * What the system property asks for, otherwise the fastest that this machine has.
   *
   * @throws IllegalArgumentException if the property has another value
   */
  public static IoKind preferred() {
    String wanted = System.getProperty(PROPERTY, "");
    return switch (wanted) {
      case "" -> Libc.isSupported() ? LINUX : CHANNEL;
      case "linux" -> LINUX;
      case "channel" -> CHANNEL;
      default ->
          throw new IllegalArgumentException(PROPERTY + " must be linux or channel, not " + wanted);
    };
  }
}
