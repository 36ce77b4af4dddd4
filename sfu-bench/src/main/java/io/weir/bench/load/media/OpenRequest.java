package io.weir.bench.load.media;

import java.net.InetAddress;

/**
 * A client that is to be opened.
 *
 * @param media what it sends and shows
 * @param bindAddress the local address to send from
 * @param joinStartNs when its joining began
 */
record OpenRequest(ClientMedia media, InetAddress bindAddress, long joinStartNs) {}
