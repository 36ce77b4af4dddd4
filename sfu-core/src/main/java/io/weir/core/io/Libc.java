package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library's socket calls on Linux. Pointers travel as {@code long}, which both supported
 * calling conventions pass like pointers, so that no call makes an object. Capturing errno makes
 * one (a slice of the state), so the calls of the packet path do not: some have a twin for when
 * they failed, the others' errors are all treated alike.
 *
 * <p>Constants and structures are those of 64-bit Linux; x86-64 and aarch64 share all of them (both
 * use the kernel's generic headers here, 8-byte pointers and little-endian numbers).
 */
public final class Libc {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOL_SOCKET = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_MEMINFO = 55;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int IPPROTO_IP = 0;
  public static final int IP_PKTINFO = 8;
  public static final int SOL_UDP = 17;
  public static final int UDP_SEGMENT = 103;
  public static final int UDP_GRO = 104;
  public static final int IPPROTO_TCP = 6;
  public static final int TCP_NODELAY = 1;
  public static final int IPPROTO_IPV6 = 41;
  public static final int IPV6_V6ONLY = 26;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int EFD_NONBLOCK = 0x800;
  public static final int EFD_CLOEXEC = 0x80000;
  public static final short POLLIN = 1;
  public static final int EPOLL_CLOEXEC = 0x80000;
  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLLIN = 1;
  public static final int EPOLLOUT = 4;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EINVAL = 22;
  public static final int EMSGSIZE = 90;
  public static final int EADDRINUSE = 98;

  static final long MAP_FAILED = -1;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final Linker.Option ERRNO_CAPTURE = Linker.Option.captureCallState("errno");

  private static final MethodHandle SOCKET = capturing("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = capturing("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      capturing("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SETSOCKOPT =
      handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      handle("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT);
  private static final MethodHandle MMAP =
      downcall(
          "mmap",
          JAVA_LONG,
          arguments(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP = handle("munmap", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle RECVMMSG =
      handle("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      handle("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle SENDMMSG_CAPTURING =
      capturing("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle PPOLL =
      handle("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle LISTEN = capturing("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      handle("accept4", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      downcall("recv", JAVA_LONG, arguments(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECV_CAPTURING =
      downcall(
          "recv", JAVA_LONG, arguments(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), ERRNO_CAPTURE);
  private static final MethodHandle SEND =
      downcall("send", JAVA_LONG, arguments(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SEND_CAPTURING =
      downcall(
          "send", JAVA_LONG, arguments(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), ERRNO_CAPTURE);
  private static final MethodHandle EPOLL_CREATE1 = capturing("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      capturing("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle EPOLL_WAIT =
      handle("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = capturing("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD_READ = handle("eventfd_read", JAVA_INT, JAVA_LONG);
  private static final MethodHandle EVENTFD_WRITE = handle("eventfd_write", JAVA_INT, JAVA_LONG);

  private Libc() {}

  /** Whether this machine is one that the constants above are right for. */
  public static boolean isSupported() {
    String architecture = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (architecture.equals("amd64") || architecture.equals("aarch64"));
  }

  /** Memory that takes a call's error number; every thread needs its own. */
  public static MemorySegment newErrorState(Arena arena) {
    return arena.allocate(STATE);
  }

  /** The error number of the last call with this state that returned -1. */
  public static int errno(MemorySegment state) {
    return state.get(JAVA_INT, ERRNO);
  }

  static int socket(MemorySegment state, int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(state, domain, type, protocol);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(MemorySegment state, int fd, long address, int length) {
    try {
      return (int) BIND.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(MemorySegment state, int fd, long address, long length) {
    try {
      return (int) GETSOCKNAME.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** setsockopt(2); 0, or -1. */
  public static int setsockopt(int fd, int level, int option, long value, int length) {
    try {
      return (int) SETSOCKOPT.invokeExact(fd, level, option, value, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** getsockopt(2); 0, or -1. */
  public static int getsockopt(int fd, int level, int option, long value, long length) {
    try {
      return (int) GETSOCKOPT.invokeExact(fd, level, option, value, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** close(2). */
  public static int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Memory that takes up none until it is written to; {@link #MAP_FAILED} if there is none. */
  static long mmap(long length) {
    int readAndWrite = 3;
    int privateAndAnonymous = 0x22;
    try {
      return (long) MMAP.invokeExact(0L, length, readAndWrite, privateAndAnonymous, -1, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** munmap(2). */
  static int munmap(long address, long length) {
    try {
      return (int) MUNMAP.invokeExact(address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** recvmmsg(2) without a time limit; how many datagrams, or -1. */
  public static int recvmmsg(int fd, long headers, int count, int flags) {
    try {
      return (int) RECVMMSG.invokeExact(fd, headers, count, flags, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** sendmmsg(2); how many datagrams the kernel took, or -1. */
  public static int sendmmsg(int fd, long headers, int count, int flags) {
    try {
      return (int) SENDMMSG.invokeExact(fd, headers, count, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Like {@link #sendmmsg}, and tells why it fails. */
  public static int sendmmsg(MemorySegment state, int fd, long headers, int count, int flags) {
    try {
      return (int) SENDMMSG_CAPTURING.invokeExact(state, fd, headers, count, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** ppoll(2) without signal mask; how many descriptors have news, or -1. */
  public static int ppoll(long fds, long count, long timeout) {
    try {
      return (int) PPOLL.invokeExact(fds, count, timeout, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int listen(MemorySegment state, int fd, int backlog) {
    try {
      return (int) LISTEN.invokeExact(state, fd, backlog);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int accept4(int fd, long address, long length, int flags) {
    try {
      return (int) ACCEPT4.invokeExact(fd, address, length, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long recv(int fd, long memory, long length, int flags) {
    try {
      return (long) RECV.invokeExact(fd, memory, length, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Like {@link #recv}, and tells why it fails. */
  static long recv(MemorySegment state, int fd, long memory, long length, int flags) {
    try {
      return (long) RECV_CAPTURING.invokeExact(state, fd, memory, length, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long send(int fd, long memory, long length, int flags) {
    try {
      return (long) SEND.invokeExact(fd, memory, length, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Like {@link #send}, and tells why it fails. */
  static long send(MemorySegment state, int fd, long memory, long length, int flags) {
    try {
      return (long) SEND_CAPTURING.invokeExact(state, fd, memory, length, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** epoll_create1(2); a descriptor, or -1. */
  public static int epollCreate1(MemorySegment state, int flags) {
    try {
      return (int) EPOLL_CREATE1.invokeExact(state, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** epoll_ctl(2); 0, or -1. */
  public static int epollCtl(MemorySegment state, int epoll, int operation, int fd, long event) {
    try {
      return (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** epoll_wait(2); how many events, or -1. */
  public static int epollWait(int epoll, long events, int count, int timeoutMillis) {
    try {
      return (int) EPOLL_WAIT.invokeExact(epoll, events, count, timeoutMillis);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** eventfd(2); a descriptor, or -1. */
  public static int eventfd(MemorySegment state, int initial, int flags) {
    try {
      return (int) EVENTFD.invokeExact(state, initial, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** eventfd_read(3). */
  public static int eventfdRead(int fd, long value) {
    try {
      return (int) EVENTFD_READ.invokeExact(fd, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** eventfd_write(3). */
  public static int eventfdWrite(int fd, long amount) {
    try {
      return (int) EVENTFD_WRITE.invokeExact(fd, amount);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MethodHandle handle(String name, ValueLayout... arguments) {
    return downcall(name, JAVA_INT, arguments);
  }

  /** The handle's first argument is memory from {@link #newErrorState}. */
  private static MethodHandle capturing(String name, ValueLayout... arguments) {
    return downcall(name, JAVA_INT, arguments, ERRNO_CAPTURE);
  }

  private static ValueLayout[] arguments(ValueLayout... arguments) {
    return arguments;
  }

  private static MethodHandle downcall(
      String name, ValueLayout result, ValueLayout[] arguments, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        options);
  }

  private static AssertionError unexpected(Throwable cause) {
    return new AssertionError("a downcall does not throw", cause);
  }
}
