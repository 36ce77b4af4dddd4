package io.weir.signaling.e2e;

import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A picture of one colour and a tone of 440 Hz for libwebrtc, made on a thread of its own. */
final class SyntheticMedia implements AutoCloseable {
  private static final int FRAMES_PER_SECOND = 15;
  private static final int SAMPLE_RATE = 48_000;
  private static final int SAMPLES = SAMPLE_RATE / 100; // 10 ms, what libwebrtc takes at a time
  private static final double STEP = 2 * Math.PI * 440 / SAMPLE_RATE;
  private static final int LOUDNESS = 8_000;

  private final CustomVideoSource video = new CustomVideoSource();
  private final CustomAudioSource audio = new CustomAudioSource();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private long sample;

  /** Begins to send pictures. */
  SyntheticMedia(Person person) {
    var _ =
        clock.scheduleAtFixedRate(
            () -> draw(person), 0, 1_000 / FRAMES_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  private SyntheticMedia() {}

  /** Sends nothing. */
  static SyntheticMedia still() {
    return new SyntheticMedia();
  }

  /** Begins to send the tone. */
  void speak() {
    var _ = clock.scheduleAtFixedRate(this::sound, 0, 10, TimeUnit.MILLISECONDS);
  }

  CustomVideoSource video() {
    return video;
  }

  CustomAudioSource audio() {
    return audio;
  }

  private void draw(Person person) {
    int[] yuv = person.color().yuv();
    NativeI420Buffer buffer = NativeI420Buffer.allocate(person.width(), person.height());
    fill(buffer.getDataY(), yuv[0]);
    fill(buffer.getDataU(), yuv[1]);
    fill(buffer.getDataV(), yuv[2]);
    VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
    video.pushFrame(frame);
    frame.release();
  }

  private static void fill(ByteBuffer plane, int value) {
    for (int i = 0; i < plane.capacity(); i++) {
      plane.put(i, (byte) value);
    }
  }

  private void sound() {
    byte[] pcm = new byte[SAMPLES * Short.BYTES];
    for (int i = 0; i < SAMPLES; i++) {
      int value = (int) (Math.sin(sample++ * STEP) * LOUDNESS);
      pcm[2 * i] = (byte) value;
      pcm[2 * i + 1] = (byte) (value >> Byte.SIZE);
    }
    audio.pushAudio(pcm, Short.SIZE, SAMPLE_RATE, 1, SAMPLES);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    clock.close();
    video.dispose();
    audio.dispose();
  }
}
