import { connect } from '../../weir-client.js';
import { brand, h, icon } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';
import { toast } from '../ui/toasts.js';
import { createControls } from './controls.js';
import { explainConnection } from './explain.js';
import { createHelp } from './help.js';
import { LocalPublisher } from './local-publisher.js';
import { peopleList } from './people-list.js';
import { listenForShortcuts } from './shortcuts.js';
import { Speakers } from './speakers.js';
import { Stage } from './stage.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('./parameters.js').Parameters} Parameters */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

const AUDIO_SLOTS = 3;
const MOST_VIDEO_SLOTS = 25;
const SPEAKING_LEVEL = 0.35;
const MUTED_HINT_MS = 8000;

/**
 * @typedef {object} CallOptions
 * @property {string} room
 * @property {string} name
 * @property {Parameters} parameters
 * @property {LocalMedia} media
 * @property {(reason: string, error: WeirError | null) => void} onEnd
 */

/**
 * Joins and shows the call.
 *
 * @param {CallOptions} options
 * @returns {Promise<Call>} rejects with a WeirError
 */
export async function enterCall(options) {
  const client = await connect({ room: options.room, name: options.name, token: options.parameters.token });
  return new Call(client, options);
}

/** A call that was joined, with everything around the stage. */
class Call {
  #stops;
  #mutedHintAt = 0;

  /**
   * @param {WeirClient} client
   * @param {CallOptions} options
   */
  constructor(client, { room, parameters, media, onEnd }) {
    this.client = client;
    this.media = media;
    this.room = room;
    this.help = createHelp();
    this.banner = h('div', { class: 'banner', role: 'status', 'data-testid': 'banner', hidden: true });
    this.playAudio = h(
      'button',
      { class: 'button button-primary play-audio', type: 'button', 'data-testid': 'play-audio', hidden: true },
      icon('speaker'),
      'Click to hear everyone',
    );
    this.stagePlace = h('section', { class: 'stage', 'aria-label': 'People in the call', 'data-testid': 'stage' });
    this.alone = this.#createAlone();
    this.people = h('ul', { class: 'people-list' });
    this.peoplePanel = this.#createPeoplePanel();
    this.controls = createControls({
      media,
      speakers: () => this.speakers,
      onToggle: (kind) => void this.publisher.toggle(kind),
      onPeople: () => this.#togglePeople(),
      onLeave: () => void client.leave(),
    });
    this.element = this.#createElement();
    document.body.append(this.element);

    this.speakers = new Speakers(client, this.element, (blocked) => (this.playAudio.hidden = !blocked));
    this.publisher = new LocalPublisher(client, media);
    this.stage = new Stage({
      element: this.stagePlace,
      client,
      media,
      mostSlots: parameters.slots ?? MOST_VIDEO_SLOTS,
      sendsViews: !parameters.manualView,
    });
    this.playAudio.addEventListener('click', () => void this.speakers.play());
    this.#stops = this.#listen(onEnd);
    this.#render();
    void this.#start();
  }

  /** Publishes and asks for slots, all in one offer. */
  async #start() {
    try {
      await Promise.all([this.#askForSlots(), this.publisher.start()]);
      this.stage.update();
      if (!this.client.can.has('publish')) toast('Your invitation lets you watch and listen.');
    } catch (error) {
      if (this.client.state !== 'closed') toast('Sound and picture could not be set up.');
      reportError(error);
    }
  }

  #askForSlots() {
    return this.client.setSlots({ audio: AUDIO_SLOTS, video: this.stage.wantedSlots() });
  }

  /** @param {(reason: string, error: WeirError | null) => void} onEnd */
  #listen(onEnd) {
    const { client, media } = this;
    const render = () => this.#render();
    const stops = [
      client.on('connectionState', (change) => {
        this.#showBanner(explainConnection(change));
        this.element.dataset.state = change.state;
        this.element.dataset.media = change.media;
      }),
      client.on('closed', ({ reason, error }) => {
        this.#close();
        onEnd(reason, error);
      }),
      client.on('participantJoined', ({ participant }) => toast(`${participant.name || 'Guest'} joined`)),
      client.on('participantLeft', ({ participant }) => toast(`${participant.name || 'Guest'} left`)),
      client.on('trackPublished', () => {
        this.#askForSlots().then(() => this.stage.update(), reportError);
      }),
      media.on('change', ({ kind }) => {
        const problem = media.problems[kind];
        if (problem && media.wanted[kind]) toast(`${problem.title}. ${problem.advice}`);
        render();
      }),
      media.on('level', ({ level }) => this.#selfHeard(level > SPEAKING_LEVEL)),
      listenForShortcuts({
        m: () => void this.publisher.toggle('microphone'),
        v: () => void this.publisher.toggle('camera'),
        p: () => this.#togglePeople(),
        c: () => void this.#copyLink(),
        '?': () => this.help.showModal(),
        escape: () => this.#togglePeople(false),
      }),
    ];
    for (const type of /** @type {const} */ ([
      'roomState',
      'participantJoined',
      'participantUpdated',
      'participantLeft',
      'trackPublished',
      'trackUnpublished',
      'trackMuted',
      'activeSpeakers',
    ])) {
      stops.push(client.on(type, render));
    }
    return stops;
  }

  #close() {
    for (const stop of this.#stops) stop();
    this.stage.close();
    this.speakers.close();
    this.publisher.close();
    this.element.remove();
  }

  #createElement() {
    return h(
      'div',
      { class: 'call', 'data-testid': 'call', 'data-state': this.client.state },
      h(
        'header',
        { class: 'call-top' },
        brand(),
        h('h1', { class: 'call-room', text: this.room }),
        h(
          'div',
          { class: 'call-tools' },
          h(
            'button',
            { class: 'button button-quiet', type: 'button', 'data-testid': 'copy-link', onclick: () => this.#copyLink() },
            icon('link'),
            h('span', { text: 'Copy link' }),
          ),
          h(
            'button',
            {
              class: 'icon-button tool-help',
              type: 'button',
              'aria-label': 'Keyboard help (?)',
              title: 'Keyboard help (?)',
              'data-testid': 'help-toggle',
              onclick: () => this.help.showModal(),
            },
            icon('keyboard'),
          ),
          themeButton(),
        ),
      ),
      h('main', { class: 'call-main' }, this.banner, this.stagePlace, this.alone, this.playAudio),
      this.peoplePanel,
      h('footer', { class: 'call-bottom' }, this.controls.element),
      this.help,
    );
  }

  #createAlone() {
    return h(
      'div',
      { class: 'alone', 'data-testid': 'alone', hidden: true },
      h('div', {}, h('strong', { text: 'Nobody else is here yet' }), h('span', { text: 'Send them the link to this page.' })),
      h('button', { class: 'button', type: 'button', onclick: () => this.#copyLink() }, icon('link'), 'Copy link'),
    );
  }

  #createPeoplePanel() {
    return h(
      'aside',
      { class: 'people', id: 'people', 'aria-label': 'People', 'data-testid': 'people', hidden: true },
      h(
        'header',
        {},
        h('h2', { text: 'People' }),
        h(
          'button',
          { class: 'icon-button', type: 'button', 'aria-label': 'Close', onclick: () => this.#togglePeople(false) },
          icon('close'),
        ),
      ),
      this.people,
    );
  }

  #render() {
    const { client, media } = this;
    const people = [...this.#selfInfo(), ...client.others];
    this.controls.show({
      microphone: media.wanted.microphone && media.microphone !== null,
      camera: media.wanted.camera && media.camera !== null,
      people: people.length,
      peopleOpen: !this.peoplePanel.hidden,
    });
    this.alone.hidden = client.others.length > 0;
    if (!this.peoplePanel.hidden) {
      const speakers = client.room?.activeSpeakers ?? [];
      this.people.replaceChildren(...peopleList({ people, self: client.participant, speakers }));
    }
  }

  /** Oneself as the list shows it, with what is being published. @returns {ParticipantInfo[]} */
  #selfInfo() {
    const { self, publications } = this.client;
    if (!self) return [];
    const tracks = [...publications].map(({ kind, source, muted }) => {
      return { id: source, participant: self.id, kind, source, muted, csrc: 0 };
    });
    return [{ ...self, tracks }];
  }

  /** @param {boolean} speaking */
  #selfHeard(speaking) {
    const muted = !this.media.wanted.microphone;
    this.stage.setSelfSpeaking(speaking && !muted);
    const now = performance.now();
    if (speaking && muted && now - this.#mutedHintAt > MUTED_HINT_MS) {
      this.#mutedHintAt = now;
      toast('You are muted. Press M to speak.');
    }
  }

  /** @param {boolean} [open] */
  #togglePeople(open = this.peoplePanel.hidden) {
    this.peoplePanel.hidden = !open;
    this.#render();
    this.stage.update();
  }

  /** @param {string | null} text */
  #showBanner(text) {
    this.banner.hidden = text === null;
    this.banner.textContent = text ?? '';
  }

  async #copyLink() {
    const link = `${location.origin}/r/${encodeURIComponent(this.room)}`;
    try {
      await navigator.clipboard.writeText(link);
      toast('Link copied');
    } catch {
      toast(link);
    }
  }
}
