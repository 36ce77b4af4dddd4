package io.weir.bench;

import io.weir.core.control.IceParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client's ICE check (RFC 8445 §7.2.2), for benchmarks that need a path. Any thread. */
public final class IceCheck {
  private static final int HEADER_LENGTH = 20;

  private IceCheck() {}

  /** A binding request with USE-CANDIDATE. */
  public static MemorySegment nominating(IceParameters server, IceParameters client, Arena arena) {
    byte[] username =
        (server.usernameFragment() + ":" + client.usernameFragment())
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer message = ByteBuffer.allocate(512);
    message.putShort((short) 0x0001).putShort((short) 0).putInt(0x2112_A442).put(new byte[12]);
    message.putShort((short) 0x0006).putShort((short) username.length).put(username);
    message.position((message.position() + 3) & ~3);
    message.putInt(0x0024_0004).putInt(0x7E7F_FFFF); // PRIORITY
    message.putInt(0x802A_0008).putLong(1); // ICE-CONTROLLING
    message.putInt(0x0025_0000); // USE-CANDIDATE
    byte[] digest = hmacSha1(server.password(), upTo(message, 24));
    message.putInt(0x0008_0014).put(digest);
    CRC32 crc = new CRC32();
    crc.update(upTo(message, 8));
    message.putInt(0x8028_0004).putInt((int) crc.getValue() ^ 0x5354_554E);
    byte[] bytes = upTo(message, 0);
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  /** What stands so far, with the length that it has after the next attribute. */
  private static byte[] upTo(ByteBuffer message, int nextLength) {
    message.putShort(2, (short) (message.position() + nextLength - HEADER_LENGTH));
    byte[] bytes = new byte[message.position()];
    message.get(0, bytes);
    return bytes;
  }

  private static byte[] hmacSha1(String password, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
