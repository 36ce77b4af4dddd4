/** Rooms, participants, tracks and slots, and the router that fans packets out to slots. */
@NullMarked
package io.weir.core.room;

import org.jspecify.annotations.NullMarked;
