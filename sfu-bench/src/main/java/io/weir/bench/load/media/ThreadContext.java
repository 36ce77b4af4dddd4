package io.weir.bench.load.media;

import io.weir.bench.load.measure.MediaMeter;
import io.weir.core.buffer.Packet;
import io.weir.core.handshake.BouncyCastleDtlsFactory;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunResponseReader;
import io.weir.core.stun.StunWriter;
import java.util.concurrent.Executor;

/**
 * What all clients of one media thread share; only that thread uses it, {@link #tasks} aside.
 *
 * @param meter sums and self-observation
 * @param output where datagrams go
 * @param timers the clients' deadlines
 * @param srtp makes SRTP sessions
 * @param dtls makes DTLS associations; shared by all threads
 * @param tasks runs something on the media thread; any thread may call it
 * @param epochOffsetNs what to add to {@link System#nanoTime} to get ns since 1970
 * @param scratch memory in which packets are built
 * @param spare a packet for what is not read straight from a socket
 * @param stunWriter writes checks and answers
 * @param stunRequests reads checks
 * @param stunResponses reads answers
 */
record ThreadContext(
    MediaMeter meter,
    SendQueue output,
    TimerHeap timers,
    SrtpEngine srtp,
    BouncyCastleDtlsFactory dtls,
    Executor tasks,
    long epochOffsetNs,
    Scratch scratch,
    Packet spare,
    StunWriter stunWriter,
    StunBindingValidator stunRequests,
    StunResponseReader stunResponses) {}
