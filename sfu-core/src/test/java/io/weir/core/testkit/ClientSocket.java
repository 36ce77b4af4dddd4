package io.weir.core.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a {@link SocketClient} sends its packets over: UDP, or TCP with a length before each. */
public interface ClientSocket extends AutoCloseable {
  /** Sends to this address from now on; nothing else may be called before. */
  void connect(InetSocketAddress server) throws IOException;

  /** The address that it sends from. */
  InetSocketAddress localAddress();

  /** Sends a packet. */
  void send(byte[] packet, int offset, int length) throws IOException;

  /** The next packet; null when none came in time. */
  byte @Nullable [] receive(int waitMillis) throws IOException;

  @Override
  void close();
}
