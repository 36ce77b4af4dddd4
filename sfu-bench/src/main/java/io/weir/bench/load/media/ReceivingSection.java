package io.weir.bench.load.media;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.stream.PayloadTypes;
import java.nio.charset.StandardCharsets;

/**
 * What the client needs of one m-line in which it receives. Immutable.
 *
 * @param rtp what was negotiated
 * @param payloadTypes what its payload types stand for
 * @param mid the MID header extension's value
 * @param midId its id, 0 for none
 * @param transportId id of transport-wide sequence numbers, 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared with packets only.
record ReceivingSection(
    RtpParameters rtp, PayloadTypes payloadTypes, byte[] mid, int midId, int transportId) {
  static ReceivingSection of(RtpParameters rtp) {
    return new ReceivingSection(
        rtp,
        new PayloadTypes(rtp.codecs()),
        rtp.mid().getBytes(StandardCharsets.US_ASCII),
        rtp.extensionId(HeaderExtensionId.MID),
        rtp.extensionId(HeaderExtensionId.TRANSPORT_CC));
  }

  boolean isAudio() {
    return rtp.kind() == MediaKind.AUDIO;
  }

  /** Whether a payload type is one of this m-line's, retransmissions included. */
  boolean takes(int payloadType) {
    return payloadTypes.codec(payloadType) != null
        || payloadTypes.primary(payloadType) != PayloadTypes.NOT_RTX;
  }

  /** Whether the server announced to send with an SSRC, as media or as retransmissions. */
  boolean announces(int ssrc) {
    return rtp.encodings().stream()
        .anyMatch(encoding -> (int) encoding.ssrc() == ssrc || isRtx(encoding, ssrc));
  }

  /** Whether the server announced that an SSRC repeats another, or announced nothing of it. */
  boolean mayRepair(int rtxSsrc, int ssrc) {
    for (EncodingParameters encoding : rtp.encodings()) {
      if (isRtx(encoding, rtxSsrc)) {
        return (int) encoding.ssrc() == ssrc;
      }
    }
    return true;
  }

  private static boolean isRtx(EncodingParameters encoding, int ssrc) {
    return encoding.rtxSsrc() != EncodingParameters.UNKNOWN_SSRC
        && (int) encoding.rtxSsrc() == ssrc;
  }
}
