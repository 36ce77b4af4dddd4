/** The HTTP server: pages, checks that every request passes, problem documents, health. */
@NullMarked
package io.weir.signaling.web;

import org.jspecify.annotations.NullMarked;
