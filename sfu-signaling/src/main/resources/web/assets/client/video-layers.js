import { desiredEncodings, firstEncodings, USUAL } from './encodings.js';

/** @typedef {import('./encodings.js').EncodingOptions} EncodingOptions */
/** @typedef {import('./encodings.js').Size} Size */

/** How often a change that met another one of the browser's is tried again. */
const ATTEMPTS = 3;

/**
 * The encodings of one video that is sent: keeps the sender's in step with what the source gives, what
 * was agreed on and what somebody watches. Changes follow each other and are made only where something differs.
 */
export class VideoLayers {
  /** Rids that somebody uses; null while that is not known. @type {string[] | null} */
  wanted = null;

  /** @type {RTCRtpSender | null} */
  #sender = null;
  /** @type {Size | null} */
  #size = USUAL;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();

  /** @param {EncodingOptions & {degradation?: string}} options */
  constructor(options) {
    this.options = options;
  }

  /**
   * @param {MediaStreamTrack | null} track
   * @returns {RTCRtpEncodingParameters[]} what to give to `addTransceiver`
   */
  first(track) {
    this.#size = track ? sizeOf(track) : USUAL;
    return firstEncodings(this.options, this.#size);
  }

  /**
   * Another connection, on which nobody has said yet what is watched; null for none.
   *
   * @param {RTCRtpSender | null} sender
   */
  attach(sender) {
    this.#sender = sender;
    this.wanted = null;
    // What a connection that was closed still has to answer may never be answered.
    this.#queue = Promise.resolve();
  }

  /** @param {string[]} rids that somebody uses; none: nobody watches */
  want(rids) {
    this.wanted = [...rids];
    return this.apply();
  }

  /** @param {MediaStreamTrack | null} track which is sent from now on */
  sourceChanged(track) {
    if (track) this.#size = sizeOf(track);
    return this.apply();
  }

  /** To be called now and then: nothing tells of another size of the picture, as of a phone turned or a shared window. */
  look() {
    const track = this.#sender?.track;
    const size = track ? sizeOf(track) : null;
    if (!size || (size.width === this.#size?.width && size.height === this.#size?.height)) return;
    this.#size = size;
    void this.apply();
  }

  /**
   * Makes the sender's encodings what they should be.
   *
   * @returns {Promise<void>} done when they are, or the connection has gone
   */
  apply() {
    // One after the other: setParameters takes only what the last getParameters gave.
    this.#queue = this.#queue.then(() => this.#applyNow());
    return this.#queue;
  }

  async #applyNow() {
    const sender = this.#sender;
    for (let attempt = 1; attempt <= ATTEMPTS && sender && sender === this.#sender; attempt++) {
      const parameters = sender.getParameters?.();
      if (!parameters || !this.#change(parameters)) return;
      try {
        await sender.setParameters(parameters);
        return;
      } catch (error) {
        // The connection ended meanwhile, or an offer changed the parameters under way: once more.
        if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') {
          await this.#applyActive(sender);
          return;
        }
      }
    }
  }

  /**
   * Switches encodings on and off and nothing else, where a browser refuses the rest for its codec:
   * whoever watches waits for this.
   *
   * @param {RTCRtpSender} sender
   */
  async #applyActive(sender) {
    const desired = sender.getParameters();
    this.#change(desired);
    const active = desired.encodings.map((encoding) => encoding.active);
    const parameters = sender.getParameters();
    parameters.encodings.forEach((encoding, index) => (encoding.active = active[index]));
    await sender.setParameters(parameters).catch(() => {});
  }

  /**
   * @param {RTCRtpSendParameters} parameters
   * @returns {boolean} whether anything differs
   */
  #change(parameters) {
    const encodings = parameters.encodings ?? [];
    const { options, wanted } = this;
    const desired = desiredEncodings(encodings.length, {
      options,
      size: this.#size,
      wanted,
      rids: encodings.map(({ rid }) => rid),
      codec: parameters.codecs?.[0]?.mimeType,
    });
    let changed = false;
    encodings.forEach((encoding, index) => {
      if (assign(encoding, desired[index] ?? {})) changed = true;
    });
    if (options.degradation && assign(parameters, { degradationPreference: options.degradation })) changed = true;
    return changed;
  }
}

/**
 * @param {Record<string, any>} target
 * @param {Record<string, any>} values
 * @returns {boolean} whether that made a difference
 */
function assign(target, values) {
  let changed = false;
  for (const [key, value] of Object.entries(values)) {
    // Browsers that know no scalability mode never tell one.
    if (target[key] === value || (key === 'scalabilityMode' && target[key] === undefined)) continue;
    if (value === undefined) delete target[key];
    else target[key] = value;
    changed = true;
  }
  return changed;
}

/**
 * @param {MediaStreamTrack} track
 * @returns {Size | null} null where the browser does not tell
 */
function sizeOf(track) {
  const { width, height } = track.getSettings?.() ?? {};
  return width && height ? { width, height } : null;
}
