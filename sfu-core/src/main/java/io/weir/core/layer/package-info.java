/** What a slot lets through of a track, and when a publisher is asked for a key frame. */
@NullMarked
package io.weir.core.layer;

import org.jspecify.annotations.NullMarked;
