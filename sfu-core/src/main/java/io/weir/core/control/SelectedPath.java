package io.weir.core.control;

/**
 * Where ICE sends a participant's media.
 *
 * @param protocol {@code udp} or {@code tcp}
 * @param remoteAddress IP address literal of the client, or of the last NAT before it
 * @param remotePort its port
 */
public record SelectedPath(String protocol, String remoteAddress, int remotePort) {}
