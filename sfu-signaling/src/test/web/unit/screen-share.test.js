import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ScreenShare } from '../../../main/resources/web/assets/conference/screen-share.js';

/** A captured track that can end by itself, as the browser's own bar makes it. */
class FakeTrack extends EventTarget {
  readyState = 'live';
  contentHint = '';

  constructor(kind, displaySurface) {
    super();
    this.kind = kind;
    this.displaySurface = displaySurface;
  }

  getSettings() {
    return { displaySurface: this.displaySurface };
  }

  stop() {
    this.readyState = 'ended';
  }

  endByItself() {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

class FakeClient {
  published = [];
  /** Resolves publishing; at once unless a test holds it back. */
  answer = Promise.resolve();

  async publish(mediaTrack, options) {
    const publication = { mediaTrack, ...options };
    await this.answer;
    this.published.push(publication);
    return publication;
  }

  async unpublish(publication) {
    this.published = this.published.filter((other) => other !== publication);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a shared screen', () => {
  let client;
  let share;
  let video;
  let audio;
  let asked;
  let notices;

  /** What the person answers to the browser's question. */
  let choose;

  beforeEach(() => {
    client = new FakeClient();
    video = new FakeTrack('video', 'window');
    audio = new FakeTrack('audio');
    notices = [];
    choose = () => ({ getTracks: () => [video, audio], getVideoTracks: () => [video], getAudioTracks: () => [audio] });
    const mediaDevices = {
      getDisplayMedia: async (options) => {
        asked = options;
        return choose();
      },
    };
    Object.defineProperty(globalThis, 'navigator', { value: { mediaDevices }, configurable: true });
    globalThis.reportError = () => {};
    share = new ScreenShare(client);
    share.on('notice', ({ text }) => notices.push(text));
  });

  it('should be published with its sound, as tracks of their own', async () => {
    await share.start();
    assert.deepEqual(client.published.map(({ source }) => source), ['screen', 'screenAudio']);
    assert.equal(video.contentHint, 'detail');
    assert.ok(asked.audio);
    assert.ok(share.active);
  });

  it('should be published without sound where there is none', async () => {
    choose = () => ({ getTracks: () => [video], getVideoTracks: () => [video], getAudioTracks: () => [] });
    await share.start();
    assert.deepEqual(client.published.map(({ source }) => source), ['screen']);
  });

  it('should end with its sound when the browser ends it, and say so', async () => {
    await share.start();
    video.endByItself();
    await settled();
    assert.deepEqual(client.published, []);
    assert.equal(audio.readyState, 'ended');
    assert.ok(!share.active);
    assert.equal(notices.length, 1);
  });

  it('should go on without its sound when only that ends', async () => {
    await share.start();
    audio.endByItself();
    await settled();
    assert.deepEqual(client.published.map(({ source }) => source), ['screen']);
    assert.ok(share.active);
  });

  it('should leave nothing behind when it ends while it is being published', async () => {
    let go = () => {};
    client.answer = new Promise((resolve) => (go = resolve));
    const starting = share.start();
    await settled();
    video.endByItself();
    go();
    await starting;
    assert.deepEqual(client.published, []);
    assert.ok(!share.active);
  });

  it('should not trouble somebody who thought better of it', async () => {
    choose = () => {
      throw new DOMException('', 'NotAllowedError');
    };
    await share.start();
    assert.ok(!share.active);
    assert.deepEqual(notices, []);
  });

  it('should say what to do when it fails', async () => {
    choose = () => {
      throw new DOMException('', 'NotReadableError');
    };
    await share.start();
    assert.ok(!share.active);
    assert.equal(notices.length, 1);
  });

  it('should stop when the call ends, also one that is only being chosen', async () => {
    const starting = share.start();
    share.close();
    await starting;
    assert.equal(video.readyState, 'ended');
    assert.deepEqual(client.published, []);
  });

  it('should show no picture of a whole monitor to whoever shares it', async () => {
    await share.start();
    assert.ok(!share.mirrors);
    video.displaySurface = 'monitor';
    assert.ok(share.mirrors);
    video.displaySurface = undefined;
    assert.ok(share.mirrors);
  });
});
