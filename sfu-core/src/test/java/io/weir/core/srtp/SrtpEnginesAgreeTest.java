package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Random traffic through ipsec-mb's sessions and Jitsi's: byte for byte the same out of one, and
 * the same back out of the other, whatever the lengths, offsets, order and number of streams.
 */
class SrtpEnginesAgreeTest {
  private static final int STREAMS = 3;
  private static final int PACKETS = 120;

  private final MemorySegment input = Arena.ofAuto().allocate(4096);
  private final MemorySegment output = Arena.ofAuto().allocate(4096);

  @BeforeTry
  void skipWhereItCannotRun() {
    IpsecMbTesting.assumeFit();
  }

  @Property(tries = 60)
  void shouldProtectTheSameWay(@ForAll long seed, @ForAll @IntRange(max = 65_535) int first) {
    Random random = new Random(seed);
    Ends ends = new Ends(random);
    for (int i = 0; i < PACKETS; i++) {
      int headerLength = random.nextBoolean() ? 12 : 28;
      byte[] rtp = rtp(random, i % STREAMS, first + i, headerLength);
      assertThat(protectRtp(ends.ipsecMb, rtp, headerLength, random.nextInt(64)))
          .isEqualTo(protectRtp(ends.jitsi, rtp, headerLength, 0));
      byte[] rtcp = rtcp(random, i % STREAMS);
      assertThat(protectRtcp(ends.ipsecMb, rtcp, random.nextInt(64)))
          .isEqualTo(protectRtcp(ends.jitsi, rtcp, 0));
    }
  }

  @Property(tries = 60)
  void shouldAcceptAndRefuseTheSame(@ForAll long seed, @ForAll @IntRange(max = 65_535) int first) {
    Random random = new Random(seed);
    Ends ends = new Ends(random);
    List<Sealed> onTheWay = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      byte[] rtp = rtp(random, i % STREAMS, first + i / STREAMS, 12);
      onTheWay.add(new Sealed(protectRtp(ends.sender, rtp, 12, 0), false));
      byte[] rtcp = rtcp(random, i % STREAMS);
      onTheWay.add(new Sealed(protectRtcp(ends.sender, rtcp, 0), true));
      // Late by up to twelve packets, some of them twice, some damaged on the way.
      Sealed next = onTheWay.get(Math.max(0, onTheWay.size() - 1 - random.nextInt(12)));
      deliver(ends, random.nextInt(8) == 0 ? next.damaged(random) : next, random.nextInt(64));
    }
  }

  private void deliver(Ends ends, Sealed packet, int offset) {
    int expected = unprotect(ends.jitsi, packet, 0);
    byte[] plain = read(Math.max(expected, 0), 0);
    int result = unprotect(ends.ipsecMb, packet, offset);
    // Why a packet is refused may differ: what is malformed to one fails to authenticate to the
    // other.
    assertThat(Math.max(result, -1)).isEqualTo(Math.max(expected, -1));
    if (result >= 0) {
      assertThat(read(result, offset)).isEqualTo(plain);
    } else {
      assertThat(read(packet.bytes().length, offset)).as("left alone").isEqualTo(packet.bytes());
    }
  }

  private int unprotect(SrtpSession session, Sealed packet, int offset) {
    byte[] bytes = packet.bytes();
    MemorySegment.copy(bytes, 0, output, ValueLayout.JAVA_BYTE, offset, bytes.length);
    return packet.rtcp()
        ? session.unprotectRtcp(output, offset, bytes.length)
        : session.unprotectRtp(output, offset, bytes.length);
  }

  private byte[] protectRtp(SrtpSession session, byte[] rtp, int headerLength, int offset) {
    MemorySegment.copy(rtp, 0, input, ValueLayout.JAVA_BYTE, offset, rtp.length);
    int length =
        session.protectRtp(
            input,
            offset,
            headerLength,
            input,
            offset + headerLength,
            rtp.length - headerLength,
            output,
            2L * offset);
    assertThat(read(input, rtp.length, offset)).as("the shared payload").isEqualTo(rtp);
    return read(length, 2 * offset);
  }

  private byte[] protectRtcp(SrtpSession session, byte[] rtcp, int offset) {
    MemorySegment.copy(rtcp, 0, input, ValueLayout.JAVA_BYTE, offset, rtcp.length);
    int length = session.protectRtcp(input, offset, rtcp.length, output, 2L * offset);
    return read(length, 2 * offset);
  }

  private byte[] read(int length, int offset) {
    return read(output, length, offset);
  }

  private static byte[] read(MemorySegment memory, int length, int offset) {
    return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** From nothing but a header to the largest that a datagram holds. */
  private static byte[] rtp(Random random, int ssrc, int sequence, int headerLength) {
    int payloadLength = random.nextInt(8) == 0 ? 0 : random.nextInt(1_400);
    byte[] packet = new byte[headerLength + payloadLength];
    random.nextBytes(packet);
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    buffer.putShort((short) 0x8060).putShort((short) sequence).putInt(8, ssrc);
    if (headerLength > 12) { // One CSRC and two words of header extensions.
      buffer.put(0, (byte) 0x91).putInt(16, 0xBEDE_0002);
    }
    return packet;
  }

  private static byte[] rtcp(Random random, int ssrc) {
    byte[] packet = new byte[8 + 4 * random.nextInt(60)];
    random.nextBytes(packet);
    ByteBuffer.wrap(packet).putShort((short) 0x80C8).putInt(4, ssrc);
    return packet;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
  private record Sealed(byte[] bytes, boolean rtcp) {
    Sealed damaged(Random random) {
      byte[] copy = bytes.clone();
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
      return new Sealed(copy, rtcp);
    }
  }

  /** A sender, and both engines' sessions of the same keys. */
  private static final class Ends {
    final SrtpSession sender;
    final SrtpSession jitsi;
    final SrtpSession ipsecMb;

    Ends(Random random) {
      byte[][] secrets = {new byte[16], new byte[12], new byte[16], new byte[12]};
      for (byte[] secret : secrets) {
        random.nextBytes(secret);
      }
      SrtpKeys keys =
          new SrtpKeys(
              SrtpProfile.AEAD_AES_128_GCM, secrets[0], secrets[1], secrets[2], secrets[3]);
      sender = new JitsiSrtpEngine().open(keys.reversed(), 1);
      jitsi = new JitsiSrtpEngine().open(keys, STREAMS);
      ipsecMb = new IpsecMbSrtpEngine().open(keys, STREAMS);
    }
  }
}
