package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import org.junit.jupiter.api.Test;

/** Who may connect, and who gives way. */
class TcpAdmissionTest {
  private static final long IPV4 = NetworkPath.IPV4_MAPPED;
  private static final long SITE = 0x2001_0DB8_0001_0000L;
  private static final long OTHER_SITE = 0x2001_0DB8_0002_0000L;

  private final TcpAdmission admission = new TcpAdmission();
  private long nowNs = Long.MAX_VALUE - 1;

  @Test
  void shouldLimitStrangersOfAnAddressAndOfAnIpv6Network() {
    for (int i = 0; i < TcpAdmission.MAX_STRANGERS_PER_ADDRESS; i++) {
      assertThat(admission.admits(0, IPV4 | 1)).isTrue();
      add(0, IPV4 | 1);
      add(SITE, i);
    }
    assertThat(admission.admits(0, IPV4 | 1)).isFalse();
    assertThat(admission.admits(0, IPV4 | 2)).isTrue();
    assertThat(admission.admits(SITE, 99_999)).isFalse();
    assertThat(admission.admits(SITE + 1, 0)).isTrue();

    admission.authenticate(0);
    assertThat(admission.admits(0, IPV4 | 1)).isTrue();
  }

  @Test
  void shouldLimitStrangersOfAnIpv6SiteInWhicheverOfItsNetworks() {
    for (int i = 0; i < TcpAdmission.MAX_STRANGERS_PER_SITE; i++) {
      assertThat(admission.admits(SITE + i, i)).isTrue();
      add(SITE + i, i);
    }
    assertThat(admission.admits(SITE + 0xFFFF, 1)).isFalse();
    assertThat(admission.admits(OTHER_SITE, 1)).isTrue();
  }

  @Test
  void shouldLetTheOldestOfTheSiteWithTheMostStrangersGiveWay() {
    int oldest = add(0, IPV4 | 1);
    admission.authenticate(add(SITE, 0));
    nowNs++;
    int first = add(SITE, 1);
    for (int i = 2; i < TcpAdmission.MAX_CONNECTIONS - 1; i++) {
      nowNs++;
      add(i % 8 == 0 ? SITE + i : 0, i % 8 == 0 ? i : IPV4 | i);
    }
    nowNs += TcpAdmission.SPARED_NS;

    assertThat(admission.slotForOneMore(nowNs)).isEqualTo(first);
    admission.remove(oldest);
    assertThat(admission.slotForOneMore(nowNs)).isEqualTo(oldest);
  }

  @Test
  void shouldSpareTheYoungAndThoseWhoAreKnown() {
    for (int i = 0; i < TcpAdmission.MAX_CONNECTIONS; i++) {
      add(0, IPV4 | i);
    }
    assertThat(admission.slotForOneMore(nowNs + TcpAdmission.SPARED_NS - 1))
        .isEqualTo(TcpAdmission.NONE);
    nowNs += TcpAdmission.SPARED_NS;
    assertThat(admission.slotForOneMore(nowNs)).isZero();

    for (int i = 0; i < TcpAdmission.MAX_CONNECTIONS; i++) {
      admission.authenticate(i);
    }
    assertThat(admission.slotForOneMore(nowNs)).isEqualTo(TcpAdmission.NONE);
  }

  private int add(long high, long low) {
    int slot = admission.slotForOneMore(nowNs);
    admission.add(slot, high, low, nowNs);
    return slot;
  }
}
