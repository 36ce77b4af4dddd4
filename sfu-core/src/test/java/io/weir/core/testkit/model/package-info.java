/**
 * What a receiver can decode: a reference model, written after the payload formats' documents and
 * apart from the rest of {@code io.weir.core}, of which it uses nothing.
 */
@NullMarked
package io.weir.core.testkit.model;

import org.jspecify.annotations.NullMarked;
