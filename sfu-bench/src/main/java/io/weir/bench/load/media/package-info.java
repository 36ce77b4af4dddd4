/**
 * The load tester's WebRTC clients: ICE, DTLS, SRTP and RTP for thousands of them on a few threads.
 * It knows no SDP and no signaling; those who do begin at {@link MediaPlane}.
 */
@NullMarked
package io.weir.bench.load.media;

import org.jspecify.annotations.NullMarked;
