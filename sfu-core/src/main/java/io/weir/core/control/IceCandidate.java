package io.weir.core.control;

/**
 * A host candidate of the server (RFC 8839 §5.1).
 *
 * @param foundation groups candidates of the same kind and base
 * @param transport {@code udp} or {@code tcp}
 * @param priority RFC 8445 §5.1.2, 1 to 2^31-1
 * @param address IP address literal
 * @param port 1 to 65535
 */
public record IceCandidate(
    String foundation, String transport, long priority, String address, int port) {}
