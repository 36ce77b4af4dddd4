package io.weir.bench.load.media;

import io.weir.core.control.RtpParameters;

/**
 * What offer and answer agreed on for one m-line. The n-th section of a kind in which the client
 * sends carries the n-th track of that kind.
 *
 * @param direction as the client sees it
 * @param rtp payload types and header extension ids to use; its encodings are what the server
 *     announced to send, where the client receives, and the accepted rids, where it sends
 */
public record AgreedSection(SectionDirection direction, RtpParameters rtp) {}
