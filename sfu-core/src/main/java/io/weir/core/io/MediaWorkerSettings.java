package io.weir.core.io;

import io.weir.core.control.Event;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.srtp.SrtpEngine;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all media workers of a server have in common.
 *
 * @param io how sockets reach the system
 * @param trains whether datagrams may be sent in trains (UDP GSO) where the system can
 * @param packets number of packets in each worker's pool
 * @param srtp makes each worker's SRTP engine
 * @param dtls opens DTLS associations
 * @param random unpredictable bits
 * @param events hears what happens, on the workers' threads
 */
public record MediaWorkerSettings(
    IoKind io,
    boolean trains,
    int packets,
    Supplier<SrtpEngine> srtp,
    DtlsEngineFactory dtls,
    LongSupplier random,
    Consumer<Event> events) {}
