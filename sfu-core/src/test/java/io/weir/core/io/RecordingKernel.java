package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Takes messages as sendmmsg(2) does, by the manual pages alone, and remembers their datagrams. */
final class RecordingKernel implements OutgoingDatagrams.Kernel {
  private static final int HEADER_BYTES = 64;
  private static final long VECTOR_BYTES = 16;

  /** A datagram that was sent: its destination's port and its bytes. */
  record Datagram(int port, String text) {}

  final List<Datagram> datagrams = new ArrayList<>();

  /** Number of datagrams in each message that was sent. */
  final List<Integer> messages = new ArrayList<>();

  /** Ports that refuse trains, by the error number that they do it with. */
  final Set<Integer> portsWithoutTrains = new HashSet<>();

  int refusal = Libc.EINVAL;

  /** From the number of messages to how many are sent now, or a negative error number. */
  IntUnaryOperator mood = count -> count;

  int calls;

  @Override
  public int send(long headers, int count) {
    calls++;
    int allowed = mood.applyAsInt(count);
    int sent = 0;
    while (sent < allowed) {
      MemorySegment header =
          MemorySegment.ofAddress(headers + (long) sent * HEADER_BYTES).reinterpret(HEADER_BYTES);
      int error = sendOne(header);
      if (error != 0) {
        return sent > 0 ? sent : -error;
      }
      sent++;
    }
    return allowed;
  }

  private int sendOne(MemorySegment header) {
    int port = Short.toUnsignedInt(Short.reverseBytes(at(header, 0, 16).get(JAVA_SHORT, 2)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long vectors = header.get(JAVA_LONG, 24);
    MemorySegment vector = at(header, 16, vectors * VECTOR_BYTES);
    for (long offset = 0; offset < vectors * VECTOR_BYTES; offset += VECTOR_BYTES) {
      MemorySegment part = at(vector, offset, vector.get(JAVA_LONG, offset + 8));
      bytes.writeBytes(part.toArray(JAVA_BYTE));
    }
    int size = segmentSize(header);
    if (size > 0 && portsWithoutTrains.contains(port)) {
      return refusal;
    }
    send(port, bytes.toByteArray(), size);
    return 0;
  }

  /** cmsg(3); udp(7): UDP_SEGMENT is 103 and has a 16-bit value. */
  private static int segmentSize(MemorySegment header) {
    long length = header.get(JAVA_LONG, 40);
    if (length == 0) {
      return 0;
    }
    MemorySegment control = at(header, 32, length);
    if (control.get(JAVA_LONG, 0) != 18
        || control.get(JAVA_INT, 8) != 17
        || control.get(JAVA_INT, 12) != 103) {
      throw new AssertionError("the kernel does not understand this control message");
    }
    return Short.toUnsignedInt(control.get(JAVA_SHORT, 16));
  }

  private void send(int port, byte[] bytes, int size) {
    int step = size == 0 ? Math.max(bytes.length, 1) : size;
    int count = 0;
    int start = 0;
    do {
      int end = Math.min(start + step, bytes.length);
      datagrams.add(new Datagram(port, new String(bytes, start, end - start, UTF_8)));
      count++;
      start = end;
    } while (start < bytes.length);
    messages.add(count);
  }

  private static MemorySegment at(MemorySegment structure, long pointer, long length) {
    return MemorySegment.ofAddress(structure.get(JAVA_LONG, pointer)).reinterpret(length);
  }
}
