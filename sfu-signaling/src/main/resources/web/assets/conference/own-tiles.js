import { h } from '../ui/dom.js';
import { handOf } from './stage-plan.js';
import { Tile } from './tile.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./screen-share.js').ScreenShare} ScreenShare */

export const SELF = 'self';
export const OWN_SCREEN = 'self:screen';

/** One's own tiles: oneself, and the screen that one shares. */
export class OwnTiles {
  /**
   * @param {object} options
   * @param {HTMLElement} options.place
   * @param {WeirClient} options.client
   * @param {LocalMedia} options.media
   * @param {ScreenShare} options.screen
   * @param {(key: string) => void} options.onpin
   */
  constructor({ place, client, media, screen, onpin }) {
    this.client = client;
    this.media = media;
    this.screen = screen;
    this.self = new Tile('self', onpin);
    this.self.key = SELF;
    this.self.element.classList.add('tile-self');
    this.shared = new Tile('self', onpin);
    this.shared.key = OWN_SCREEN;
    this.shared.element.classList.add('tile-shared');
    this.shared.element.append(
      h('button', {
        class: 'button button-primary tile-stop',
        type: 'button',
        'data-testid': 'stop-sharing',
        text: 'Stop sharing',
        onclick: () => void screen.stop(),
      }),
    );
    place.append(this.self.element, this.shared.element);
  }

  /** @returns {ParticipantInfo} also while the connection is being repaired */
  get person() {
    const { self, name, metadata } = this.client;
    return self ?? { id: '', identity: '', name: name ?? '', metadata: metadata ?? {}, joinedAt: 0, tracks: [] };
  }

  /** The mids of what one sends, for its figures. @param {Tile} tile @returns {string | null} */
  midOf(tile) {
    const source = tile === this.shared ? 'screen' : 'camera';
    const sent = [...this.client.publications];
    const publication = sent.find((one) => one.source === source) ?? sent.find((one) => tile === this.self && one.source === 'microphone');
    return publication?.mid ?? null;
  }

  /** @returns {Tile[]} those that there are now */
  all() {
    return this.screen.active ? [this.shared, this.self] : [this.self];
  }

  show() {
    const { person, media, screen } = this;
    const microphone = media.wanted.microphone && media.microphone !== null;
    this.self.setMedia(media.camera);
    this.self.show({
      person,
      name: `${person.name} (you)`,
      video: media.camera !== null,
      muted: !microphone,
      hand: handOf({ ...person, metadata: this.client.metadata ?? {} }) !== null,
    });
    const picture = screen.active && !screen.mirrors;
    this.shared.setMedia(picture ? screen.track : null);
    if (!screen.active) {
      this.shared.place(null);
      return;
    }
    this.shared.show({
      person,
      name: 'Your screen',
      video: picture,
      muted: false,
      screen: true,
      note: picture ? '' : 'Everybody sees your screen',
    });
  }

  close() {
    this.self.remove();
    this.shared.remove();
  }
}
