/** @typedef {import('../client/publication.js').Publication} Publication */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').DeviceKind} DeviceKind */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/** @type {DeviceKind[]} */
const KINDS = ['microphone', 'camera'];

/** Keeps what is published in step with this person's camera and microphone. */
export class LocalPublisher {
  /** @type {Partial<Record<DeviceKind, Publication>>} */
  #publications = {};
  /** @type {Record<DeviceKind, Promise<void>>} changes of one device follow each other */
  #queues = { microphone: Promise.resolve(), camera: Promise.resolve() };
  #stop = () => {};

  /**
   * @param {WeirClient} client
   * @param {LocalMedia} media
   */
  constructor(client, media) {
    this.client = client;
    this.media = media;
  }

  /** Publishes what there is; to be called once. */
  async start() {
    this.#stop = this.media.on('change', ({ kind }) => this.#follow(kind));
    await Promise.all(KINDS.map((kind) => this.#publish(kind)));
  }

  /** @param {DeviceKind} kind */
  async toggle(kind) {
    await this.media.set(kind, !(this.media.wanted[kind] && this.media[kind] !== null));
  }

  /** The right to publish was taken, and with it what was published, or given. */
  rightsChanged() {
    if (!this.client.can.has('publish')) this.#publications = {};
    else for (const kind of KINDS) this.#follow(kind);
  }

  close() {
    this.#stop();
  }

  /** @param {DeviceKind} kind */
  #follow(kind) {
    this.#queues[kind] = this.#queues[kind].then(() => this.#update(kind)).catch(reportError);
  }

  /** @param {DeviceKind} kind */
  async #update(kind) {
    const publication = this.#publications[kind];
    if (!publication) {
      await this.#publish(kind);
      return;
    }
    const track = this.media[kind];
    if (publication.mediaTrack !== track) await publication.replace(track);
    const muted = !this.media.wanted[kind] || track === null;
    if (publication.muted !== muted) await this.client.mute(publication, muted);
  }

  /** @param {DeviceKind} kind */
  async #publish(kind) {
    const track = this.media[kind];
    if (!track || this.#publications[kind] || !this.client.can.has('publish')) return;
    const publishing = this.client.publish(track, { source: kind, muted: !this.media.wanted[kind] });
    // Known before the answer: a switch pressed meanwhile must find it.
    this.#publications[kind] = [...this.client.publications].at(-1);
    try {
      await publishing;
    } catch (error) {
      delete this.#publications[kind];
      throw error;
    }
  }
}
