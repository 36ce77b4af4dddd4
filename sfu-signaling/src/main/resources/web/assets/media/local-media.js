import { Emitter } from '../client/emitter.js';
import { preferences, remember } from '../ui/preferences.js';
import { LevelMeter } from './level-meter.js';
import { describeProblem } from './problems.js';

/** @typedef {import('./problems.js').DeviceKind} DeviceKind */
/** @typedef {import('./problems.js').Problem} Problem */
/** @typedef {{cameras: MediaDeviceInfo[], microphones: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}} Devices */

/**
 * @typedef {object} LocalMediaEvents
 * @property {{kind: DeviceKind}} change a device was switched on or off or exchanged, or has a problem
 * @property {{devices: Devices}} devices
 * @property {{level: number}} level
 */

/**
 * This person's camera and microphone: which devices, whether on, and what is wrong with them. A
 * camera that is off is released, so that its light goes out.
 *
 * @extends {Emitter<LocalMediaEvents>}
 */
export class LocalMedia extends Emitter {
  /** @type {MediaStreamTrack | null} */
  camera = null;

  /** @type {MediaStreamTrack | null} */
  microphone = null;

  /** @type {Record<DeviceKind, boolean>} what the person wants */
  wanted;

  /** @type {Record<DeviceKind, Problem | null>} */
  problems = { camera: null, microphone: null };

  /** @type {Devices} */
  devices = { cameras: [], microphones: [], speakers: [] };

  /** @type {LevelMeter | null} */
  #meter = null;
  #closed = false;
  #devicesChanged = () => void this.#refreshDevices();

  /**
   * @param {{camera?: boolean, microphone?: boolean, size?: {width: number, height: number} | null, remembers?: boolean}} [options]
   *   `remembers`: whether switching a device on or off is a choice for other visits, too
   */
  constructor(options = {}) {
    super();
    const known = preferences();
    this.size = options.size ?? null;
    this.remembers = options.remembers ?? true;
    this.wanted = {
      camera: options.camera ?? known.cameraOn ?? true,
      microphone: options.microphone ?? known.microphoneOn ?? true,
    };
    navigator.mediaDevices?.addEventListener('devicechange', this.#devicesChanged);
  }

  /** Opens what is wanted, with a single question to the person where the browser allows. */
  async start() {
    const kinds = /** @type {DeviceKind[]} */ (['microphone', 'camera']).filter((kind) => this.wanted[kind]);
    if (kinds.length === 2 && (await this.#openBoth())) {
      await this.#refreshDevices();
      return;
    }
    for (const kind of kinds) {
      if (this.problems[kind]?.code !== 'permission-denied') await this.#open(kind);
    }
    await this.#refreshDevices();
  }

  /**
   * Switches a device on or off.
   *
   * @param {DeviceKind} kind
   * @param {boolean} on
   */
  async set(kind, on) {
    this.wanted[kind] = on;
    if (this.remembers) remember(kind === 'camera' ? { cameraOn: on } : { microphoneOn: on });
    if (kind === 'camera' && !on) this.#replace('camera', null);
    else if (on && !this[kind]) await this.#open(kind);
    else this.emit('change', { kind });
  }

  /**
   * Uses another device from now on.
   *
   * @param {DeviceKind} kind
   * @param {string} deviceId
   */
  async use(kind, deviceId) {
    remember({ [kind]: deviceId });
    // Some systems cannot open a second camera while the first one runs.
    this[kind]?.stop();
    if (this.wanted[kind] || this[kind]) await this.#open(kind);
  }

  close() {
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener('devicechange', this.#devicesChanged);
    this.#replace('camera', null);
    this.#replace('microphone', null);
  }

  /** @returns {Promise<boolean>} */
  async #openBoth() {
    try {
      const stream = await capture({ audio: this.#constraints('microphone'), video: this.#constraints('camera') });
      this.#replace('microphone', stream.getAudioTracks()[0] ?? null);
      this.#replace('camera', stream.getVideoTracks()[0] ?? null);
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        // Which of the two was refused is not told: ask for each alone only if one might be allowed.
        await this.#open('microphone');
        await this.#open('camera');
        return true;
      }
      return false;
    }
  }

  /** @param {DeviceKind} kind */
  async #open(kind) {
    const constraints = this.#constraints(kind);
    try {
      const stream = await capture(kind === 'camera' ? { video: constraints } : { audio: constraints });
      this.#replace(kind, stream.getTracks()[0] ?? null);
    } catch (error) {
      this.problems[kind] = describeProblem(error, kind);
      this.#replace(kind, null);
    }
    await this.#refreshDevices();
  }

  /**
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack | null} track
   */
  #replace(kind, track) {
    if (this.#closed && track) {
      track.stop();
      return;
    }
    const previous = this[kind];
    if (previous !== track) previous?.stop();
    this[kind] = track;
    if (track) {
      this.problems[kind] = null;
      if (kind === 'camera') track.contentHint = 'motion';
      track.addEventListener('ended', () => void this.#lost(kind, track));
    }
    if (kind === 'microphone') this.#measure(track);
    this.emit('change', { kind });
  }

  /**
   * Unplugged, or taken away by the system: tries what else there is.
   *
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack} track
   */
  async #lost(kind, track) {
    if (this[kind] !== track) return;
    this.#replace(kind, null);
    await this.#open(kind);
  }

  /** @param {MediaStreamTrack | null} microphone */
  #measure(microphone) {
    this.#meter?.close();
    this.#meter = null;
    if (microphone) {
      this.#meter = new LevelMeter(microphone, (level) => this.emit('level', { level }));
    } else {
      this.emit('level', { level: 0 });
    }
  }

  /**
   * @param {DeviceKind} kind
   * @returns {MediaTrackConstraints}
   */
  #constraints(kind) {
    const deviceId = preferences()[kind];
    const device = deviceId ? { deviceId: { ideal: deviceId } } : {};
    if (kind === 'microphone') {
      return { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    }
    const { width, height } = this.size ?? { width: 1280, height: 720 };
    return { ...device, width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30, max: 30 } };
  }

  async #refreshDevices() {
    if (this.#closed || !navigator.mediaDevices) return;
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    /** @param {MediaDeviceKind} kind */
    const only = (kind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    this.devices = {
      cameras: only('videoinput'),
      microphones: only('audioinput'),
      speakers: only('audiooutput'),
    };
    this.emit('devices', { devices: this.devices });
  }
}

/**
 * @param {MediaStreamConstraints} constraints
 * @returns {Promise<MediaStream>}
 */
function capture(constraints) {
  if (!navigator.mediaDevices) return Promise.reject(new TypeError('no media devices'));
  return navigator.mediaDevices.getUserMedia(constraints);
}
