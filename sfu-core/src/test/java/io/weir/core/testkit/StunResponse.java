package io.weir.core.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client learns from an answer to its check, all of it verified.
 *
 * @param transactionId as hexadecimal digits
 * @param errorCode 0 for success
 * @param mappedAddress our address as the server sees it; null on errors
 */
public record StunResponse(
    String transactionId, int errorCode, @Nullable InetSocketAddress mappedAddress) {
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;

  /** Reads an answer; throws when its form, MESSAGE-INTEGRITY or FINGERPRINT is wrong. */
  public static StunResponse read(byte[] message, String password) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    int type = buffer.getShort();
    require(type == SUCCESS || type == ERROR, "type");
    require(buffer.getShort() == message.length - 20, "length");
    require(buffer.getInt() == 0x2112_A442, "cookie");
    byte[] transactionId = new byte[12];
    buffer.get(transactionId);
    int errorCode = 0;
    InetSocketAddress mapped = null;
    boolean integrity = false;
    boolean fingerprint = false;
    while (buffer.hasRemaining()) {
      int start = buffer.position();
      int attribute = Short.toUnsignedInt(buffer.getShort());
      byte[] value = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(value).position(buffer.position() + (-value.length & 3));
      switch (attribute) {
        case 0x0020 -> mapped = xorMappedAddress(value, message);
        case 0x0009 -> errorCode = value[2] * 100 + value[3];
        case StunMessageBuilder.MESSAGE_INTEGRITY -> {
          require(Arrays.equals(value, integrity(message, start, password)), "MESSAGE-INTEGRITY");
          integrity = true;
        }
        case StunMessageBuilder.FINGERPRINT -> {
          int expected = StunMessageBuilder.fingerprint(message, start);
          require(ByteBuffer.wrap(value).getInt() == expected, "FINGERPRINT");
          fingerprint = true;
        }
        default -> {}
      }
    }
    require(integrity && fingerprint, "signature");
    require(type == SUCCESS ? mapped != null : errorCode != 0, "result");
    return new StunResponse(StunClient.hex(transactionId), errorCode, mapped);
  }

  /** Whether the check passed. */
  public boolean success() {
    return errorCode == 0;
  }

  private static byte[] integrity(byte[] message, int start, String password) {
    byte[] covered = Arrays.copyOf(message, start);
    ByteBuffer.wrap(covered).putShort(2, (short) (start + 24 - 20));
    return StunMessageBuilder.hmacSha1(password, covered);
  }

  private static InetSocketAddress xorMappedAddress(byte[] value, byte[] message) {
    byte[] address = Arrays.copyOfRange(value, 4, value.length);
    for (int i = 0; i < address.length; i++) {
      address[i] ^= message[4 + i];
    }
    int port = (ByteBuffer.wrap(value).getShort(2) & 0xFFFF) ^ 0x2112;
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("wrong STUN " + what);
    }
  }
}
