/**
 * The simulated network between real programs: a link between two network namespaces of Linux. It
 * uses nothing but the JDK and {@code io.weir.core.testkit}, because {@code deploy/netsim} runs it
 * from its sources.
 */
@NullMarked
package io.weir.core.testkit.netsim;

import org.jspecify.annotations.NullMarked;
