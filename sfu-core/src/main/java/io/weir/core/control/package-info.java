/** The records that signaling and the media plane exchange; nothing here knows SDP or JSON. */
@NullMarked
package io.weir.core.control;

import org.jspecify.annotations.NullMarked;
