package io.weir.signaling.e2e;

import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What libwebrtc decoded: written by its threads, read by the test's. */
final class ReceivedMedia {
  private static final int SOME_FRAMES = 10;
  private static final int AUDIBLE = 1_000;

  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicReference<String> lastPicture = new AtomicReference<>("nothing");
  private final AtomicInteger loudest = new AtomicInteger();

  /** Takes a decoded picture. */
  void see(VideoFrame frame) {
    I420Buffer picture = frame.buffer.toI420();
    int x = picture.getWidth() / 2;
    int y = picture.getHeight() / 2;
    SolidColor color =
        SolidColor.nearestToYuv(
            sample(picture.getDataY(), y * picture.getStrideY() + x),
            sample(picture.getDataU(), y / 2 * picture.getStrideU() + x / 2),
            sample(picture.getDataV(), y / 2 * picture.getStrideV() + x / 2));
    lastPicture.set(color + " " + picture.getWidth() + "x" + picture.getHeight());
    frames.incrementAndGet();
    picture.release();
  }

  private static int sample(ByteBuffer plane, int at) {
    return Byte.toUnsignedInt(plane.get(at));
  }

  /** Takes 10 ms of decoded sound of 16 bits. */
  void hear(byte[] pcm, int bits, int sampleRate, int channels, int samples) {
    for (int i = 1; i < pcm.length; i += 2) {
      int value = Math.abs((pcm[i] << Byte.SIZE) | Byte.toUnsignedInt(pcm[i - 1]));
      loudest.accumulateAndGet(value, Math::max);
    }
  }

  /** Waits for a person's picture and for sound. */
  void await(Await await, Person person) {
    String picture = person.color() + " " + person.size();
    await.until("decoded pictures", frames::get, count -> count >= SOME_FRAMES);
    await.until("the picture of " + person.name(), lastPicture::get, picture::equals);
    await.until("decoded sound", loudest::get, loudness -> loudness > AUDIBLE);
  }
}
