package io.weir.core.handshake;

import java.nio.ByteBuffer;

/**
 * Keeps from Bouncy Castle what it cannot bear. One per association; on the thread that reads.
 *
 * <ul>
 *   <li>It reserves memory for as many bytes as a handshake message's first fragment claims, up to
 *       16 MB for each of 16 messages. Messages longer than {@link #MAX_MESSAGE_LENGTH} are out.
 *   <li>It obeys ChangeCipherSpec at once and from then on reads the new epoch only, so that a lost
 *       CertificateVerify could never arrive any more, however often the client repeats it. Such an
 *       early ChangeCipherSpec is cut off; it comes again with the repeated flight (RFC 6347
 *       §4.2.4).
 * </ul>
 */
final class RecordGate {
  /** More than any certificate chain of a WebRTC endpoint. */
  static final int MAX_MESSAGE_LENGTH = 16_384;

  private static final int RECORD_HEADER = 13;
  private static final int EPOCH_OFFSET = 3;
  private static final int LENGTH_OFFSET = 11;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int MESSAGE_HEADER = 12;
  private static final int FRAGMENT_OFFSET_OFFSET = 6;
  private static final int FRAGMENT_LENGTH_OFFSET = 9;
  private static final int CERTIFICATE_VERIFY = 15;

  /** How many bytes of the client's CertificateVerify have come without a gap. */
  private int verifyPrefix;

  private boolean verifyComplete;

  /** A gate for one end; only a server waits for a CertificateVerify. */
  RecordGate(DtlsRole role) {
    verifyComplete = role == DtlsRole.CLIENT;
  }

  /** How many bytes of the datagram may pass, from its beginning. */
  int admit(byte[] datagram) {
    ByteBuffer bytes = ByteBuffer.wrap(datagram);
    int record = 0;
    while (record + RECORD_HEADER <= datagram.length) {
      int length = bytes.getShort(record + LENGTH_OFFSET) & 0xFFFF;
      int start = record + RECORD_HEADER;
      boolean plaintext = bytes.getShort(record + EPOCH_OFFSET) == 0;
      int type = bytes.get(record);
      if (plaintext && type == CHANGE_CIPHER_SPEC && !verifyComplete) {
        return record;
      }
      if (plaintext
          && type == HANDSHAKE
          && !admitsMessages(bytes, start, Math.min(start + length, datagram.length))) {
        return record;
      }
      record = start + length;
    }
    return datagram.length;
  }

  /** Reads the message headers of RFC 6347 §4.2.2. */
  private boolean admitsMessages(ByteBuffer bytes, int start, int end) {
    int message = start;
    while (message + MESSAGE_HEADER <= end) {
      int length = u24(bytes, message + 1);
      if (length > MAX_MESSAGE_LENGTH) {
        return false;
      }
      int fragmentOffset = u24(bytes, message + FRAGMENT_OFFSET_OFFSET);
      int fragmentLength = u24(bytes, message + FRAGMENT_LENGTH_OFFSET);
      int next = message + MESSAGE_HEADER + fragmentLength;
      if (bytes.get(message) == CERTIFICATE_VERIFY && next <= end) {
        noteVerify(length, fragmentOffset, fragmentLength);
      }
      message = next;
    }
    return true;
  }

  private void noteVerify(int length, int fragmentOffset, int fragmentLength) {
    if (fragmentOffset <= verifyPrefix) {
      verifyPrefix = Math.max(verifyPrefix, fragmentOffset + fragmentLength);
      verifyComplete |= verifyPrefix >= length;
    }
  }

  /** The three bytes at {@code index}, which is never 0. */
  private static int u24(ByteBuffer bytes, int index) {
    return bytes.getInt(index - 1) & 0xFF_FFFF;
  }
}
