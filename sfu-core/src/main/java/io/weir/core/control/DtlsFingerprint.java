package io.weir.core.control;

/**
 * Fingerprint of a certificate (RFC 8122 §5).
 *
 * @param algorithm hash function name in lower case, for instance {@code sha-256}
 * @param value upper-case hexadecimal octets separated by colons
 */
public record DtlsFingerprint(String algorithm, String value) {}
