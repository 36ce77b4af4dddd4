package io.weir.core.rtcp;

/** RTCP packet types and feedback formats, as registered with IANA. */
public final class RtcpPacketType {
  /** Sender report (RFC 3550 §6.4.1). */
  public static final int SENDER_REPORT = 200;

  /** Receiver report (RFC 3550 §6.4.2). */
  public static final int RECEIVER_REPORT = 201;

  /** Source description (RFC 3550 §6.5). */
  public static final int SOURCE_DESCRIPTION = 202;

  /** End of participation (RFC 3550 §6.6). */
  public static final int BYE = 203;

  /** Transport layer feedback (RFC 4585 §6.2). */
  public static final int TRANSPORT_FEEDBACK = 205;

  /** Payload-specific feedback (RFC 4585 §6.3). */
  public static final int PAYLOAD_FEEDBACK = 206;

  /** Format of transport feedback: generic NACK (RFC 4585 §6.2.1). */
  public static final int FORMAT_NACK = 1;

  /** Format of transport feedback: congestion control feedback (RFC 8888 §3.1). */
  public static final int FORMAT_CONGESTION = 11;

  /** Format of transport feedback: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1. */
  public static final int FORMAT_TRANSPORT_WIDE = 15;

  /** Format of payload feedback: picture loss indication (RFC 4585 §6.3.1). */
  public static final int FORMAT_PLI = 1;

  /** Format of payload feedback: full intra request (RFC 5104 §4.3.1). */
  public static final int FORMAT_FIR = 4;

  /** Format of payload feedback: application layer feedback (RFC 4585 §6.4), used by REMB. */
  public static final int FORMAT_APPLICATION = 15;

  private RtcpPacketType() {}
}
