import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { firstEncodings } from '../../../main/resources/web/assets/client/encodings.js';
import { VideoLayers } from '../../../main/resources/web/assets/client/video-layers.js';

const track = (width, height) => ({ kind: 'video', getSettings: () => ({ width, height }) });
const rids = (encodings) => encodings.map(({ rid }) => rid);
const size = (width, height) => ({ width, height });

describe('encodings of a video', () => {
  it('should be three, half as large each, for what a good camera gives', () => {
    assert.deepEqual(
      firstEncodings({}, size(1280, 720)).map(({ rid, scaleResolutionDownBy, maxBitrate }) => [rid, scaleResolutionDownBy, maxBitrate]),
      [
        ['q', 4, 187_500],
        ['h', 2, 530_330],
        ['f', 1, 1_500_000],
      ],
    );
  });

  it('should be no more than a browser really sends of a picture that small', () => {
    assert.deepEqual(rids(firstEncodings({}, size(960, 540))), ['q', 'h', 'f']);
    assert.deepEqual(rids(firstEncodings({}, size(640, 480))), ['h', 'f']);
    assert.deepEqual(rids(firstEncodings({}, size(270, 480))), ['h', 'f']);
    assert.deepEqual(firstEncodings({}, size(320, 180)), [{ maxBitrate: 187_500 }]);
  });

  it('should be two for a screen, and one where the browser does not tell a size', () => {
    assert.deepEqual(rids(firstEncodings({ source: 'screen' }, size(1920, 1080))), ['h', 'f']);
    assert.deepEqual(firstEncodings({}, null), [{ maxBitrate: 1_500_000 }]);
    assert.deepEqual(rids(new VideoLayers({}).first(null)), ['q', 'h', 'f'], 'no picture yet');
  });

  it('should follow from the bitrate that the best one may have', () => {
    const bitrates = firstEncodings({ maxBitrate: 800_000 }, size(640, 360)).map(({ maxBitrate }) => maxBitrate);
    assert.deepEqual(bitrates, [282_843, 800_000]);
    assert.equal(firstEncodings({ maxBitrate: null }, size(1280, 720)).at(-1).maxBitrate, undefined);
  });

  it('should be one without simulcast, or what the application says', () => {
    assert.deepEqual(firstEncodings({ simulcast: false }, size(1280, 720)), [{ maxBitrate: 1_500_000 }]);
    const own = [{ rid: 'low', scaleResolutionDownBy: 3 }, { rid: 'high' }];
    assert.deepEqual(firstEncodings({ simulcast: own }, size(320, 180)), own);
  });

  it('should name each rid once', () => {
    const names = rids(firstEncodings({}, size(1920, 1080)));
    assert.equal(new Set(names).size, names.length);
  });
});

/** A sender as browsers have it: what setParameters gets must be what the last getParameters gave. */
class FakeSender {
  log = [];
  #given = null;

  constructor(encodings, codec = 'video/VP8') {
    this.encodings = encodings.map((encoding) => ({ active: true, ...encoding }));
    this.codecs = [{ mimeType: codec }];
  }

  getParameters() {
    this.#given = structuredClone({ encodings: this.encodings, codecs: this.codecs });
    return this.#given;
  }

  async setParameters(parameters) {
    if (parameters !== this.#given) throw new DOMException('not the last ones', 'InvalidStateError');
    this.#given = null;
    await Promise.resolve();
    this.encodings = structuredClone(parameters.encodings);
    this.log.push(this.active());
  }

  active() {
    return this.encodings.filter(({ active }) => active).map(({ rid }) => rid ?? '-').join('');
  }
}

describe('layers of a video that is sent', () => {
  let layers;
  let sender;

  const begin = (options, width = 1280, height = 720, codec = 'video/VP8') => {
    layers = new VideoLayers(options);
    sender = new FakeSender(layers.first(track(width, height)), codec);
    layers.attach(sender);
  };

  beforeEach(() => begin({}));

  it('should be those that somebody uses', async () => {
    await layers.want(['q', 'f']);
    assert.equal(sender.active(), 'qf');
    await layers.want([]);
    assert.equal(sender.active(), '');
    await layers.want(['q', 'h', 'f']);
    assert.equal(sender.active(), 'qhf');
  });

  it('should be changed one after the other, and only where something differs', async () => {
    await Promise.all([layers.want(['q']), layers.want(['q']), layers.want(['h']), layers.apply()]);
    assert.deepEqual(sender.log, ['h']);
    await layers.apply();
    assert.equal(sender.log.length, 1);
  });

  it('should be tried again when the browser changed the parameters meanwhile', async () => {
    const setParameters = sender.setParameters.bind(sender);
    let met = 0;
    sender.setParameters = async (parameters) => {
      if (met++ === 0) throw new DOMException('an offer was under way', 'InvalidStateError');
      await setParameters(parameters);
    };
    await layers.want(['q']);
    assert.equal(sender.active(), 'q');
  });

  describe('that a browser refuses in part', () => {
    /** Whatever changes more than what is on is too much for the codec. */
    const refuseMoreThanActive = () => {
      const setParameters = sender.setParameters.bind(sender);
      sender.setParameters = async (parameters) => {
        const rest = ({ encodings }) => JSON.stringify(encodings.map(({ active: _, ...others }) => others));
        if (rest(parameters) !== rest(sender)) throw new DOMException('no such mode', 'OperationError');
        await setParameters(parameters);
      };
    };

    it('should be switched on and off all the same, and left as they are otherwise', async () => {
      begin({}, 1280, 720, 'video/H264');
      refuseMoreThanActive();
      await layers.want(['q']);
      assert.equal(sender.active(), 'q');
      assert.equal(sender.encodings[0].scalabilityMode, 'L1T3');
      await layers.want(['q', 'f']);
      assert.deepEqual(sender.log, ['q', 'qf']);
    });

    it('should fill what a smaller camera fills, as far as switching does that', async () => {
      refuseMoreThanActive();
      await layers.sourceChanged(track(640, 480));
      assert.equal(sender.active(), 'qh');
      assert.equal(sender.encodings[1].scaleResolutionDownBy, 2);
    });

    it('should be changed by what comes next when the browser took nothing at all', async () => {
      const { setParameters } = sender;
      sender.setParameters = async () => {
        throw new TypeError('no');
      };
      await layers.want(['q']);
      assert.equal(sender.active(), 'qhf');
      sender.setParameters = setParameters;
      await layers.want(['h']);
      assert.deepEqual(sender.log, ['h']);
    });
  });

  it('should not wait for what a closed connection never answers', async () => {
    const closed = sender;
    closed.setParameters = () => new Promise(() => {});
    void layers.want(['q']);
    void layers.want(['h']);
    await Promise.resolve();
    sender = new FakeSender(layers.first(track(1280, 720)));
    layers.attach(sender);
    await layers.want(['f']);
    assert.equal(sender.active(), 'f');
  });

  it('should not be those of a closed connection, which answers late', async () => {
    const closed = sender;
    let refuse;
    closed.setParameters = () => new Promise((_, reject) => (refuse = reject));
    const late = layers.want(['q']);
    await Promise.resolve();
    sender = new FakeSender(layers.first(track(1280, 720)));
    layers.attach(sender);
    await layers.want(['f']);
    closed.setParameters = () => assert.fail('asked again');
    refuse(new DOMException('closed', 'InvalidStateError'));
    await late;
    assert.deepEqual(sender.log, ['f']);
  });

  it('should be nothing without a connection', async () => {
    layers.attach(null);
    await layers.want(['q']);
    assert.deepEqual(sender.log, []);
  });

  it('should all be sent again over another connection, until the server says what is used', async () => {
    await layers.want([]);
    sender = new FakeSender(layers.first(track(1280, 720)));
    layers.attach(sender);
    await layers.apply();
    assert.equal(sender.active(), 'qhf');
  });

  it('should be one in full size when the server takes one', async () => {
    sender.encodings = sender.encodings.slice(0, 1);
    await layers.apply();
    assert.equal(sender.encodings[0].scaleResolutionDownBy, 1);
    assert.equal(sender.encodings[0].maxBitrate, 1_500_000);
    await layers.want([]);
    assert.equal(sender.encodings[0].active, false);
  });

  it('should be the application’s best when the server takes one', async () => {
    begin({ simulcast: [{ rid: 'low', scaleResolutionDownBy: 3 }, { rid: 'high', scaleResolutionDownBy: 1.5, maxBitrate: 9 }] });
    sender.encodings = sender.encodings.slice(0, 1);
    await layers.apply();
    assert.deepEqual(sender.encodings, [{ rid: 'low', active: true, scaleResolutionDownBy: 1.5, maxBitrate: 9 }]);
  });

  it('should leave the application’s own as they are, but for who watches', async () => {
    begin({ simulcast: [{ rid: 'low', scaleResolutionDownBy: 3 }, { rid: 'high', maxBitrate: 9 }, { rid: 'huge', active: false }] });
    await layers.want(['high', 'huge']);
    assert.equal(sender.active(), 'high');
    assert.equal(sender.encodings[0].scaleResolutionDownBy, 3);
  });

  it('should fill from the lowest on when another camera is smaller, and keep what somebody uses', async () => {
    await layers.want(['h', 'f']);
    await layers.sourceChanged(track(640, 480));
    assert.equal(sender.active(), 'h');
    assert.deepEqual(sender.encodings.slice(0, 2).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy), [2, 1]);
    await layers.sourceChanged(null);
    await layers.sourceChanged(track(1280, 720));
    assert.equal(sender.active(), 'hf');
    assert.equal(sender.encodings[1].scaleResolutionDownBy, 2);
  });

  it('should follow a window that is made smaller and larger while it is shared', async () => {
    const window = { kind: 'video', shown: size(1280, 720), getSettings: () => window.shown };
    begin({ source: 'screen' });
    sender.track = window;
    const tells = async (shown) => {
      window.shown = shown;
      layers.look();
      await layers.apply();
      return sender.active();
    };
    assert.equal(await tells(size(320, 180)), 'h');
    assert.equal(await tells({}), 'h', 'no size');
    assert.equal(await tells(size(1920, 1080)), 'hf');
    assert.ok(sender.encodings[1].maxBitrate > 2_000_000);
  });

  it('should take no notice of a phone that is turned, whose picture has as many pixels', async () => {
    sender.track = track(720, 1280);
    layers.look();
    await layers.apply();
    assert.deepEqual(sender.log, []);
  });

  it('should send the best that a smaller camera fills to whoever uses a better one', async () => {
    await layers.want(['f']);
    await layers.sourceChanged(track(640, 480));
    assert.equal(sender.active(), 'h');
  });

  it('should have temporal layers where the codec shows them', async () => {
    assert.equal(sender.encodings[0].scalabilityMode, 'L1T3');
    begin({}, 1280, 720, 'video/H264');
    await layers.apply();
    assert.equal(sender.encodings[0].scalabilityMode, 'L1T1');
  });

  it('should do without what a browser does not know', async () => {
    for (const encoding of sender.encodings) delete encoding.scalabilityMode;
    await layers.apply();
    assert.deepEqual(sender.log, []);
  });

  it('should take a limit away', async () => {
    layers.options = { maxBitrate: null };
    await layers.apply();
    assert.equal('maxBitrate' in sender.encodings[2], false);
    assert.equal(sender.encodings[1].maxBitrate, 530_330);
  });
});
