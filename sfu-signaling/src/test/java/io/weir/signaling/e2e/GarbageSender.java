package io.weir.signaling.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Sends datagrams to a media port of this machine that no client would: noise, and packets cut or
 * changed.
 */
final class GarbageSender {
  /** One right beginning of each protocol on the port (RFC 7983 §7), to be cut and changed. */
  private static final List<byte[]> SAMPLES =
      List.of(
          // STUN binding request with USERNAME "abcd:efgh" and a wrong MESSAGE-INTEGRITY.
          hex(
              "000100242112a442000102030405060708090a0b"
                  + "000600096162636465666768690000000008001400112233445566778899aabbccddeeff00112233"),
          // STUN allocate request, binding success response and binding error response.
          hex("000300002112a442000102030405060708090a0b"),
          hex("010100002112a442000102030405060708090a0b"),
          hex("011100002112a442000102030405060708090a0b"),
          // DTLS 1.2 ClientHello, alert and application data records.
          hex("16feff000000000000000000360100002a000000000000002afefd" + "00".repeat(40)),
          hex("15fefd00000000000000010002020a"),
          hex("17fefd0001000000000001000401020304"),
          // RTP with extension and CSRC; sender report, receiver report, NACK, PLI.
          hex("91e0000100000001deadbeefcafef00dbede000110aa0000" + "11".repeat(60)),
          hex("80c80006deadbeef" + "00".repeat(20)),
          hex("81c90007deadbeef" + "00".repeat(24)),
          hex("81cd0003deadbeefcafebabe00010000"),
          hex("81ce0002deadbeefcafebabe"),
          // TURN channel data and ZRTP, which Weir does not speak.
          hex("4000000401020304"),
          hex("1000000001020304"));

  private GarbageSender() {}

  /** Sends each sample whole, cut at every length, and with bytes changed; then noise. */
  static void send(String address, int port, long seed) throws IOException {
    InetAddress target = InetAddress.getByName(address);
    if (NetworkInterface.getByInetAddress(target) == null) {
      throw new IllegalArgumentException(address + " is not this machine's");
    }
    Random random = new Random(seed);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(target, port);
      for (byte[] sample : SAMPLES) {
        for (int length = 0; length <= sample.length; length++) {
          send(socket, sample, length);
        }
        for (int i = 0; i < 200; i++) {
          byte[] changed = sample.clone();
          for (int j = random.nextInt(8); j >= 0; j--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
          }
          send(socket, changed, changed.length);
        }
      }
      for (int i = 0; i < 5_000; i++) {
        byte[] noise = new byte[random.nextInt(4_000)];
        random.nextBytes(noise);
        send(socket, noise, noise.length);
      }
    }
  }

  private static void send(DatagramSocket socket, byte[] bytes, int length) throws IOException {
    socket.send(new DatagramPacket(bytes, length));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
