package io.weir.core.server;

import io.weir.core.server.ServerFixture.Member;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.StunMessageBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes datagrams that nobody should send: noise, and good ones cut or changed, of every protocol
 * on the media port. Everything follows from the seed; one thread.
 */
final class BadDatagrams {
  /** Longer than a packet's room. */
  private static final int MAX_LENGTH = 2_200;

  private static final int DTLS_HANDSHAKE = 22;

  private static final int OTHER_SSRC = 77;

  /** Says that the last byte tells how much padding there is, which here is nonsense. */
  private static final int PADDING = 0x20;

  private final Random random;
  private int sequence;

  BadDatagrams(long seed) {
    random = new Random(seed);
  }

  /** What a stranger may send who knows a participant's username fragments. */
  byte[] fromStranger(Member member) {
    return switch (random.nextInt(5)) {
      case 0 -> noise(random.nextInt(256));
      case 1 -> damaged(check(member, "not the server's password"));
      case 2 -> check(member, "not the server's password");
      case 3 -> noise(DTLS_HANDSHAKE);
      default -> noise(0x80);
    };
  }

  /** What nobody can have meant, over a client's own, valid path. */
  byte[] fromClient(Member member, int sequence) {
    byte[] video = member.videoPacket(sequence, false, 200);
    return switch (random.nextInt(6)) {
      case 0 -> noise(random.nextInt(256));
      case 1 -> damaged(check(member, member.remote().password()));
      case 2 -> noise(DTLS_HANDSHAKE);
      case 3 -> damaged(member.client().protect(stranger(video)));
      case 4 -> damaged(member.client().protectRtcp(rtcp()));
      default -> Arrays.copyOf(member.client().protect(stranger(video)), random.nextInt(30));
    };
  }

  /** Nonsense that is encrypted as it should be. */
  byte[] encrypted(Member member, int sequence) {
    return switch (random.nextInt(3)) {
      case 0 -> member.client().protect(stranger(member.videoPacket(sequence, false, 200)));
      case 1 -> member.client().protectRtcp(rtcp());
      default -> member.client().protect(withBadExtensions());
    };
  }

  private static byte[] check(Member member, String password) {
    return StunMessageBuilder.bindingRequest(new byte[12])
        .username(member.remote().usernameFragment() + ":client" + member.id())
        .priority(1)
        .integrity(password)
        .fingerprint()
        .build();
  }

  private byte[] noise(int firstByte) {
    byte[] bytes = new byte[random.nextInt(MAX_LENGTH)];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] = (byte) firstByte;
    }
    return bytes;
  }

  /** Cut, or with one bit turned. */
  private byte[] damaged(byte[] good) {
    if (random.nextBoolean()) {
      return Arrays.copyOf(good, good.length - 1 - random.nextInt(8));
    }
    byte[] bad = good.clone();
    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
    return bad;
  }

  /** With another SSRC, so that it does not belong to the camera. */
  private byte[] stranger(byte[] packet) {
    byte[] other = packet.clone();
    for (int i = 8; i < 12; i++) {
      other[i] = (byte) random.nextInt(256);
    }
    return other;
  }

  /** Noise behind a header that makes RTCP of it (RFC 3550 §6.4). */
  private byte[] rtcp() {
    byte[] bytes = new byte[4 * (2 + random.nextInt(40))];
    random.nextBytes(bytes);
    bytes[0] = (byte) (0x80 | random.nextInt(32));
    bytes[1] = (byte) (200 + random.nextInt(8));
    bytes[2] = 0;
    bytes[3] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : bytes.length / 4 - 1);
    return bytes;
  }

  private byte[] withBadExtensions() {
    int[] elements = random.ints(4L * random.nextInt(8), 0, 256).toArray();
    byte[] packet =
        new RtpPacketBuilder()
            .ssrc(OTHER_SSRC)
            .sequence(sequence++)
            .payload((byte) 1, (byte) (100 + random.nextInt(100)))
            .rawExtension(random.nextBoolean() ? 0xBEDE : 0x1000, elements)
            .build();
    packet[0] |= (byte) (random.nextBoolean() ? PADDING : 0);
    return packet;
  }
}
