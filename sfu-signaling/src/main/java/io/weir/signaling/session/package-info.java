/** Rooms and participants as signaling sees them; all state belongs to one event loop. */
@NullMarked
package io.weir.signaling.session;

import org.jspecify.annotations.NullMarked;
