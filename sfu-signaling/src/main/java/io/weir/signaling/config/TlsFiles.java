package io.weir.signaling.config;

import java.nio.file.Path;

/**
 * Where certificate and key are.
 *
 * @param cert PEM file of the certificate chain, the server's own first
 * @param key PEM file of its private key
 */
public record TlsFiles(Path cert, Path key) {}
