/** Documents that are generated, and the tests that hold the checked-in ones to their source. */
@NullMarked
package io.weir.signaling.docs;

import org.jspecify.annotations.NullMarked;
