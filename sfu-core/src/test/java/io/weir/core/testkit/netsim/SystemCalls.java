package io.weir.core.testkit.netsim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** The few calls of Linux' C library that a TUN link needs; any thread. */
final class SystemCalls {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final short POLLIN = 1;
  static final int CLONE_NEWNET = 0x4000_0000;

  private static final int PRIO_PROCESS = 0;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle IOCTL =
      handle("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PPOLL =
      handle("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle SETNS =
      handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETPRIORITY =
      handle("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle STRERROR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private SystemCalls() {}

  /** A file descriptor. */
  static int open(String path, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags, 0);
      return checked(fd, path, state);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void ioctl(int fd, long request, MemorySegment argument, String what) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked((int) IOCTL.invokeExact(state, fd, request, argument), what, state);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many bytes were read; below zero when none were there. */
  static long read(int fd, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      return (long) READ.invokeExact(arena.allocate(STATE), fd, into, into.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many bytes were written; below zero when it could not. */
  static long write(int fd, MemorySegment from, long length) {
    try (Arena arena = Arena.ofConfined()) {
      return (long) WRITE.invokeExact(arena.allocate(STATE), fd, from, length);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a descriptor has something or the time is over. */
  static void poll(MemorySegment descriptors, int count, MemorySegment timeout) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored =
          (int)
              PPOLL.invokeExact(
                  arena.allocate(STATE), descriptors, (long) count, timeout, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves the calling thread, and no other, to a network namespace. */
  static void enterNetwork(int fd, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      checked((int) SETNS.invokeExact(state, fd, CLONE_NEWNET), name, state);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets the calling thread's nice value, if that is allowed. */
  static void nice(int value) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) SETPRIORITY.invokeExact(arena.allocate(STATE), PRIO_PROCESS, 0, value);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static int checked(int result, String what, MemorySegment state) throws IOException {
    if (result >= 0) {
      return result;
    }
    int errno = state.get(JAVA_INT, ERRNO);
    String reason;
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      reason = text.reinterpret(Byte.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      reason = "error " + errno;
    }
    throw new IOException(what + ": " + reason);
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, int firstVariadic) {
    return link(name, descriptor, Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return link(name, descriptor);
  }

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... more) {
    Linker.Option[] options = new Linker.Option[more.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(more, 0, options, 1, more.length);
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
