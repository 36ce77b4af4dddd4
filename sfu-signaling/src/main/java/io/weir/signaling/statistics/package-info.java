/** What the media workers measured, asked for seldom and told to operators and members. */
@NullMarked
package io.weir.signaling.statistics;

import org.jspecify.annotations.NullMarked;
