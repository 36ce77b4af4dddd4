/**
 * Media workers: their threads, their UDP sockets, the tables that find a datagram's transport, and
 * the queues between them.
 */
@NullMarked
package io.weir.core.io;

import org.jspecify.annotations.NullMarked;
