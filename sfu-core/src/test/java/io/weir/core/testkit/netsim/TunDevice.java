package io.weir.core.testkit.netsim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A network interface whose cable ends in this program: what the kernel sends is read, what is
 * written the kernel receives (the kernel's documentation, networking/tuntap). The interface goes
 * away with {@link #close}. One thread.
 */
final class TunDevice implements AutoCloseable {
  private static final String DEVICE = "/dev/net/tun";
  private static final long TUNSETIFF = 0x4004_54CAL;
  private static final short IFF_TUN = 1;
  private static final short IFF_NO_PI = 0x1000;
  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;
  private static final int LARGEST = 65_536;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(LARGEST);
  private final int fd;

  /** Makes an interface with this name, of at most 15 characters, in the process' namespace. */
  TunDevice(String name) throws IOException {
    int flags = SystemCalls.O_RDWR | SystemCalls.O_NONBLOCK | SystemCalls.O_CLOEXEC;
    fd = SystemCalls.open(DEVICE, flags);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment request = call.allocate(REQUEST_BYTES);
      MemorySegment.copy(
          MemorySegment.ofArray(name.getBytes(US_ASCII)), 0, request, 0, name.length());
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) (IFF_TUN | IFF_NO_PI));
      SystemCalls.ioctl(fd, TUNSETIFF, request, "making the interface " + name);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  int descriptor() {
    return fd;
  }

  /** The next packet that the kernel sent; empty when there is none. */
  byte[] read() {
    long length = SystemCalls.read(fd, buffer);
    return length <= 0 ? new byte[0] : buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Lets the kernel receive a packet; one that it does not take is lost. */
  void write(byte[] packet) {
    MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
    SystemCalls.write(fd, buffer, packet.length);
  }

  @Override
  public void close() {
    SystemCalls.close(fd);
    arena.close();
  }
}
