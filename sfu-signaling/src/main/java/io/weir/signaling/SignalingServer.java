package io.weir.signaling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.weir.signaling.api.AdminAccess;
import io.weir.signaling.api.ApiRoutes;
import io.weir.signaling.api.MetricsRoute;
import io.weir.signaling.auth.Authenticator;
import io.weir.signaling.config.Settings;
import io.weir.signaling.config.TlsFiles;
import io.weir.signaling.limit.Gatekeeper;
import io.weir.signaling.limit.SlowRequests;
import io.weir.signaling.metrics.Metrics;
import io.weir.signaling.session.ClientSessions;
import io.weir.signaling.session.LivenessMonitor;
import io.weir.signaling.session.MediaEvents;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.MediaPlaneFactory;
import io.weir.signaling.session.MemberRequests;
import io.weir.signaling.session.ModeratorRequests;
import io.weir.signaling.session.Negotiations;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.session.Timing;
import io.weir.signaling.statistics.OwnMeasurements;
import io.weir.signaling.statistics.StatisticsCache;
import io.weir.signaling.web.WebRoutes;
import io.weir.signaling.whip.MediaRoutes;
import io.weir.signaling.ws.WebSocketHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the media plane, and one event loop that owns all of signaling's state. Start
 * and close it from any thread that may block.
 */
public final class SignalingServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignalingServer.class);

  private static final int MAX_URL_BYTES = 4 << 10;
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final int CLOSING_SECONDS = 2;
  private static final int IDLE_SECONDS = 60;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final long LOOK_MS = 200;

  private final Vertx vertx;
  private final Context loop;
  private final MediaPlane media;
  private final RoomDirectory rooms;
  private final Metrics metrics;
  private final HttpServer http;
  private volatile boolean ready;

  /** Starts a server; when this returns, it serves. */
  public static SignalingServer start(Settings settings, MediaPlaneFactory factory, Timing timing)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(false));
    try {
      return new SignalingServer(vertx, settings, factory, timing);
    } catch (IOException | RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  private SignalingServer(Vertx vertx, Settings settings, MediaPlaneFactory factory, Timing timing)
      throws IOException {
    this.vertx = vertx;
    TlsFiles tls = settings.tls();
    Certificates certificates = tls == null ? null : Certificates.load(vertx, tls);
    this.loop = vertx.getOrCreateContext();
    EventRelay relay = new EventRelay(loop);
    this.media = factory.start(relay);
    InstantSource clock = InstantSource.system();
    this.rooms = new RoomDirectory(media, clock, settings.limits());
    this.metrics = new Metrics(rooms, media.statistics(), media.srtpEngine());
    relay.deliverTo(new MediaEvents(rooms, metrics, metrics, clock));
    StatisticsCache measurements = new StatisticsCache(vertx, media.statistics());
    SessionServices services =
        new SessionServices(
            rooms,
            new ClientSessions(),
            new Negotiations(vertx, media, settings.codecs()),
            new MemberRequests(media, clock, metrics),
            new OwnMeasurements(measurements),
            new ModeratorRequests(rooms, media),
            Authenticator.create(vertx, settings.apiKeys()),
            settings.iceServers(),
            timing);
    Gatekeeper gatekeeper = new Gatekeeper(settings.limits(), settings.trustedProxies());
    SlowRequests slow = new SlowRequests(vertx, settings.limits().requestSeconds());
    WebRoutes routes =
        new WebRoutes(
            vertx,
            settings.origins(),
            settings.limits().bodyBytes(),
            () -> ready,
            new WebSocketHandler(services, gatekeeper, slow::forget));
    MediaRoutes.add(routes, services, media, gatekeeper);
    AdminAccess access = new AdminAccess(services.authenticator());
    MetricsRoute.add(routes, access, metrics, settings.metricsOpen());
    ApiRoutes.add(
        routes,
        access,
        new ApiRoutes.Subject(rooms, media.statistics(), measurements, media.srtpEngine(), clock));
    this.http =
        vertx
            .createHttpServer(httpOptions(settings, certificates))
            .connectionHandler(slow::watch)
            .requestHandler(slow.around(routes.finish()));
    try {
      await(onLoop(http::listen));
    } catch (IOException e) {
      media.close();
      throw e;
    }
    if (certificates != null) {
      certificates.watch(http);
    }
    LivenessMonitor monitor = new LivenessMonitor(rooms, services.sessions());
    loop.runOnContext(start ->
        vertx.setPeriodic(
            timing.sweepInterval().toMillis(), timer -> monitor.sweep(System.nanoTime())));
    ready = true;
  }

  private static HttpServerOptions httpOptions(
      Settings settings, @Nullable Certificates certificates) {
    HttpServerOptions options = new HttpServerOptions();
    if (certificates != null) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificates.options());
    }
    return options
        .setHost(settings.httpHost())
        .setPort(settings.httpPort())
        .setHttp2ClearTextEnabled(false)
        // Only the event loop writes, so connections need no queue for what others would: 8 kB
        // each.
        .setStrictThreadMode(true)
        .setMaxHeaderSize(settings.limits().headerBytes())
        .setMaxInitialLineLength(MAX_URL_BYTES)
        .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
        .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setWebSocketSubProtocols(List.of(WebSocketHandler.SUBPROTOCOL))
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /** The port that HTTP listens on. */
  public int httpPort() {
    return http.actualPort();
  }

  /** The media plane that it drives. */
  public MediaPlane media() {
    return media;
  }

  /**
   * Takes nobody in any more and lets calls go on; blocks until the last one has ended or the limit
   * is reached.
   */
  public void drain(Duration limit) {
    ready = false;
    long deadlineNs = System.nanoTime() + limit.toNanos();
    Promise<Void> over = Promise.promise();
    loop.runOnContext(run -> {
      rooms.drain(RETRY_AFTER);
      if (rooms.size() > 0) {
        LOG.info(
            "Draining: {} participants have up to {} s; a second signal ends at once",
            rooms.size(),
            limit.toSeconds());
      }
      awaitEmpty(deadlineNs, over);
    });
    over.future().toCompletionStage().toCompletableFuture().join();
  }

  private void awaitEmpty(long deadlineNs, Promise<Void> over) {
    if (rooms.size() == 0 || System.nanoTime() - deadlineNs >= 0) {
      over.complete();
    } else {
      vertx.setTimer(LOOK_MS, again -> awaitEmpty(deadlineNs, over));
    }
  }

  /** Tells everybody, then closes everything; blocks until it is done, a few seconds at most. */
  @Override
  public void close() {
    ready = false;
    try {
      await(
          onLoop(() -> {
            rooms.close();
            return http.shutdown(CLOSING_SECONDS, TimeUnit.SECONDS);
          }));
    } catch (IOException e) {
      LOG.warn("The HTTP server did not close cleanly", e);
    }
    media.close();
    metrics.close();
    try {
      await(vertx.close());
    } catch (IOException e) {
      LOG.warn("The event loop did not close cleanly", e);
    }
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(run -> task.get().onComplete(promise));
    return promise.future();
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }
}
