package io.weir.core.control;

/**
 * One outgoing m-line of a subscriber. It has exactly one encoding, whose SSRCs Weir chose.
 *
 * @param index the how-many-eth slot of its kind this is, from 0; audio and video slots of the same
 *     index are played in sync
 * @param rtp what was negotiated for the m-line
 */
public record SlotParameters(int index, RtpParameters rtp) {}
