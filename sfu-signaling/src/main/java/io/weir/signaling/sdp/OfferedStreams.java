package io.weir.signaling.sdp;

import io.weir.core.control.EncodingParameters;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The RTP streams that an offered m-line announces (RFC 5576).
 *
 * @param encoding the first stream with its retransmission; SSRCs unknown when not announced
 * @param cname the sender's canonical name, empty when not announced
 * @param ssrcs every SSRC that the m-line mentions
 */
public record OfferedStreams(EncodingParameters encoding, String cname, Set<Long> ssrcs) {

  private static final long MAX_SSRC = 0xffff_ffffL;

  /** Those of an m-line of a session description. */
  public static OfferedStreams read(MediaDescription media) {
    Set<Long> all = new LinkedHashSet<>();
    String cname = "";
    for (String value : media.values("ssrc")) {
      String[] words = value.split(" ", 2); // RFC 5576 §4.1: ssrc-id SP attribute
      all.add(Numbers.parseLong(words[0], MAX_SSRC));
      if (cname.isEmpty() && words.length == 2 && words[1].startsWith("cname:")) {
        cname = words[1].substring("cname:".length());
      }
    }
    EncodingParameters encoding = grouped(media);
    if (encoding.ssrc() == EncodingParameters.UNKNOWN_SSRC && !all.isEmpty()) {
      long first = all.iterator().next();
      encoding = new EncodingParameters("", first, EncodingParameters.UNKNOWN_SSRC);
    }
    all.add(encoding.ssrc());
    all.add(encoding.rtxSsrc());
    all.remove(EncodingParameters.UNKNOWN_SSRC);
    return new OfferedStreams(encoding, cname, all);
  }

  /** The first flow identification group: media, then its retransmission (RFC 4588 §9). */
  private static EncodingParameters grouped(MediaDescription media) {
    for (String value : media.values("ssrc-group")) {
      String[] words = value.split(" +", -1);
      if (words.length == 3 && words[0].equals("FID")) {
        long ssrc = Numbers.parseLong(words[1], MAX_SSRC);
        long rtxSsrc = Numbers.parseLong(words[2], MAX_SSRC);
        if (ssrc >= 0 && rtxSsrc >= 0 && ssrc != rtxSsrc) {
          return new EncodingParameters("", ssrc, rtxSsrc);
        }
      }
    }
    return new EncodingParameters(
        "", EncodingParameters.UNKNOWN_SSRC, EncodingParameters.UNKNOWN_SSRC);
  }
}
