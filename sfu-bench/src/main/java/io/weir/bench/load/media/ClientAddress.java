package io.weir.bench.load.media;

import java.net.InetAddress;

/**
 * Where a client sends from and receives at.
 *
 * @param port the socket
 * @param index the client's place there
 * @param address its IP address
 * @param source its IPv4 address as a number where the socket has several; otherwise 0
 */
record ClientAddress(ClientPort port, int index, InetAddress address, int source) {}
