package io.weir.signaling.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.core.server.PublicAddresses;
import io.weir.core.server.SrtpEngineChoice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one server, checked.
 *
 * @param httpHost IP address or name that HTTP listens on
 * @param httpPort 0 picks a free port
 * @param mediaHosts IP addresses that media binds to; empty means every local address
 * @param mediaPort UDP port of the first media worker; 0 picks free ones
 * @param announcedAddresses IP addresses for ICE candidates; empty means the bound ones
 * @param discovery whom to ask for public addresses to announce besides the bound ones; empty not
 *     to ask
 * @param workers number of media workers
 * @param udpGso whether media may be sent by UDP generic segmentation offload
 * @param srtpEngine what encrypts media
 * @param iceServers RTCIceServer objects for clients
 * @param origins origins that may use the server from a browser, besides its own
 * @param apiKeys secrets by key id; empty means an open server
 * @param metricsOpen whether everybody may read {@code /metrics}
 * @param insecure whether an open server may listen beyond loopback
 * @param codecs of rooms that have none of their own, most wanted first
 * @param trustedProxies whose word on their clients' addresses counts
 * @param limits how much users may have
 * @param tls certificate and key; null serves without
 * @param drainTime how long calls may go on after the order to end
 * @param log how to log
 */
public record Settings(
    String httpHost,
    int httpPort,
    List<String> mediaHosts,
    int mediaPort,
    List<String> announcedAddresses,
    Optional<PublicAddresses.Sources> discovery,
    int workers,
    boolean udpGso,
    SrtpEngineChoice srtpEngine,
    ArrayNode iceServers,
    List<Origin> origins,
    Map<String, String> apiKeys,
    boolean metricsOpen,
    boolean insecure,
    List<String> codecs,
    List<NetworkPrefix> trustedProxies,
    Limits limits,
    @Nullable TlsFiles tls,
    Duration drainTime,
    LogSettings log) {

  public Settings {
    mediaHosts = List.copyOf(mediaHosts);
    announcedAddresses = List.copyOf(announcedAddresses);
    origins = List.copyOf(origins);
    apiKeys = Map.copyOf(apiKeys);
    codecs = List.copyOf(codecs);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether everybody may do everything, because there are no keys. */
  public boolean isOpen() {
    return apiKeys.isEmpty();
  }

  /** Names the settings, but never a secret. */
  @Override
  public String toString() {
    return "Settings[http=" + httpHost + ":" + httpPort + ", mediaPort=" + mediaPort + "]";
  }
}
