/** What Weir understands of payloads: one class per codec. */
@NullMarked
package io.weir.core.codec;

import org.jspecify.annotations.NullMarked;
