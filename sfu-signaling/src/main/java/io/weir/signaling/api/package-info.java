/** REST control of rooms, participants and tracks, and what is measured of them. */
@NullMarked
package io.weir.signaling.api;

import org.jspecify.annotations.NullMarked;
