import { connect } from '../../weir-client.js';
import { preferences, remember } from '../ui/preferences.js';
import { toast, toastPlace } from '../ui/toasts.js';
import { createFrame } from './call-frame.js';
import { ChatPanel } from './chat-panel.js';
import { ConnectionStrip } from './connection-figures.js';
import { createControls } from './controls.js';
import { explainConnection, explainMute, explainRejoin, explainRights } from './explain.js';
import { createHelp } from './help.js';
import { LocalPublisher } from './local-publisher.js';
import { moderate } from './moderation.js';
import { moreSections } from './more-menu.js';
import { PeopleList } from './people-list.js';
import { ScreenShare } from './screen-share.js';
import { ServerWatch } from './server-watch.js';
import { createSettings } from './settings.js';
import { listenForShortcuts } from './shortcuts.js';
import { sidePanel } from './side-panel.js';
import { Signs } from './signs.js';
import { Speakers } from './speakers.js';
import { Stage } from './stage.js';
import { StatsWatch } from './stats-watch.js';

/** @typedef {import('../client/errors.js').WeirError} WeirError */
/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').DeviceKind} DeviceKind */
/** @typedef {import('./parameters.js').Parameters} Parameters */
/** @typedef {import('./stage-plan.js').LayoutMode} LayoutMode */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

const AUDIO_SLOTS = 3;
const MOST_VIDEO_SLOTS = 49;
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
  /** @type {'people' | 'chat' | null} */
  #panel = null;
  /** @type {HTMLElement | null} what to give the focus back to */
  #opener = null;
  #stats = false;
  #mutedHintAt = 0;
  #growing = false;
  #cameraWasOn = false;
  /** What one may do, as far as one was told. */
  #rights;
  #stops;

  /**
   * @param {WeirClient} client
   * @param {CallOptions} options
   */
  constructor(client, { room, parameters, media, onEnd }) {
    this.client = client;
    this.#rights = client.can;
    this.media = media;
    this.room = room;
    this.publisher = new LocalPublisher(client, media);
    this.screen = new ScreenShare(client);
    this.people = new PeopleList({
      onpin: ({ id }) => this.stage.togglePin(id),
      moderates: () => client.can.has('moderate'),
      onmoderate: (person, action) => void moderate(client, person, action).then(toast),
    });
    const closePanel = () => this.#showPanel(null);
    this.peoplePanel = sidePanel({ id: 'people', title: 'People', testId: 'people', onclose: closePanel }, this.people.element);
    this.chat = new ChatPanel(client, {
      onclose: closePanel,
      onchange: () => this.#render(),
      onmissed: ({ name, text }) => toast(`${name}: ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`),
    });
    this.help = createHelp();
    this.settings = createSettings({
      client,
      media,
      speakers: () => this.speakers,
      state: () => this.stage,
      onlayout: (mode) => this.#setLayout(mode),
      onaudioonly: (on) => void this.#setAudioOnly(on),
    });
    this.signs = new Signs(client, (participant, emoji) => this.stage.react(participant, emoji));
    this.controls = this.#createControls();
    this.strip = new ConnectionStrip();
    this.frame = createFrame({
      room,
      strip: this.strip.element,
      state: client.state,
      panels: [this.peoplePanel, this.chat.element],
      controls: this.controls.element,
      dialogs: [this.help, this.settings.element],
      oncopy: () => void this.#copyLink(),
      onhelp: () => this.help.showModal(),
      onplay: () => void this.speakers.play(),
    });
    document.body.append(this.frame.element);
    toastPlace();

    this.speakers = new Speakers(client, this.frame.element, (blocked) => (this.frame.playAudio.hidden = !blocked));
    this.stage = new Stage({
      element: this.frame.stage,
      pagerPlace: this.frame.bottom,
      client,
      media,
      screen: this.screen,
      mostSlots: parameters.slots ?? MOST_VIDEO_SLOTS,
      sendsViews: !parameters.manualView,
      onslots: () => void this.#growSlots(),
    });
    this.stage.mode = preferences().layout ?? 'grid';
    this.stage.audioOnly = preferences().audioOnly ?? false;
    this.server = new ServerWatch(client);
    this.watch = new StatsWatch(client, (figures, connection) => {
      void this.server.add(figures);
      this.stage.setFigures(figures);
      this.strip.add(connection, this.server.transport);
    });
    this.#stops = this.#listen(onEnd);
    this.#render();
    void this.#start();
  }

  /** Publishes and asks for slots, all in one offer. */
  async #start() {
    try {
      if (this.stage.audioOnly && this.media.camera) await this.media.set('camera', false);
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

  /** One offer at a time; the stage asks again while it lacks slots. */
  async #growSlots() {
    if (this.#growing || this.client.state !== 'connected') return;
    this.#growing = true;
    try {
      await this.#askForSlots();
    } catch (error) {
      reportError(error);
    } finally {
      this.#growing = false;
      this.stage.update();
    }
  }

  #canShare() {
    return ScreenShare.supported && this.client.can.has('publish');
  }

  #createControls() {
    const { client, media } = this;
    return createControls({
      media,
      speakers: () => this.speakers,
      more: () =>
        moreSections({
          mode: this.stage.mode,
          audioOnly: this.stage.audioOnly,
          stats: this.#stats,
          sharing: this.screen.active,
          onlayout: (mode) => this.#setLayout(mode),
          onaudioonly: () => void this.#setAudioOnly(!this.stage.audioOnly),
          onstats: () => this.#showStats(!this.#stats),
          onshare: this.#canShare() ? () => void this.screen.toggle() : null,
          onpeople: () => this.#togglePanel('people'),
          oncopy: () => void this.#copyLink(),
          onsettings: () => this.settings.open(),
          onhelp: () => this.help.showModal(),
        }),
      onToggle: (kind) => this.#toggleDevice(kind),
      onShare: () => void this.screen.toggle(),
      onHand: () => void this.#toggleHand(),
      onReaction: (emoji) => this.signs.react(emoji),
      onPanel: (panel) => this.#togglePanel(panel),
      onLeave: () => void client.leave(),
    });
  }

  /** @param {(reason: string, error: WeirError | null) => void} onEnd */
  #listen(onEnd) {
    const { client, media, screen } = this;
    const render = () => this.#render();
    const stops = [
      client.on('connectionState', (change) => {
        this.frame.showBanner(explainConnection(change));
        this.frame.element.dataset.state = change.state;
        this.frame.element.dataset.media = change.media;
      }),
      client.on('rejoined', ({ cause }) => toast(explainRejoin(cause))),
      client.on('goAway', () => toast('This server is about to be restarted. The call goes on, and comes back by itself.')),
      client.on('closed', ({ reason, error }) => {
        this.#close();
        onEnd(reason, error);
      }),
      client.on('participantJoined', ({ participant }) => toast(`${participant.name || 'Guest'} joined`)),
      client.on('participantLeft', ({ participant }) => toast(`${participant.name || 'Guest'} left`)),
      client.on('trackPublished', ({ track }) => this.#published(track)),
      client.on('trackMuted', (news) => this.#mutedByOthers(news)),
      client.on('roomState', () => (this.#rights = client.can)),
      client.on('rightsChanged', () => this.#rightsChanged()),
      client.on('slotChanged', ({ slot }) => slot.mid !== null && this.watch.forget(slot.mid)),
      media.on('change', ({ kind }) => {
        const problem = media.problems[kind];
        if (problem && media.wanted[kind]) toast(`${problem.title}. ${problem.advice}`);
        // Whoever wants to be seen wants pictures.
        if (kind === 'camera' && media.camera && this.stage.audioOnly) void this.#setAudioOnly(false);
        render();
      }),
      media.on('level', ({ level }) => this.#selfHeard(level > SPEAKING_LEVEL)),
      screen.on('change', render),
      screen.on('notice', ({ text }) => toast(text)),
      listenForShortcuts({
        m: () => this.#toggleDevice('microphone'),
        v: () => this.#toggleDevice('camera'),
        d: () => this.#canShare() && void screen.toggle(),
        h: () => void this.#toggleHand(),
        t: () => this.#togglePanel('chat'),
        p: () => this.#togglePanel('people'),
        l: () => this.#setLayout(this.stage.mode === 'grid' ? 'speaker' : 'grid'),
        i: () => this.#showStats(!this.#stats),
        a: () => void this.#setAudioOnly(!this.stage.audioOnly),
        c: () => void this.#copyLink(),
        pageup: () => this.stage.turnPage(-1),
        pagedown: () => this.stage.turnPage(1),
        '?': () => this.help.showModal(),
        escape: () => this.#escape(),
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
    this.watch.close();
    this.signs.close();
    this.chat.close();
    this.settings.close();
    this.stage.close();
    this.screen.close();
    this.speakers.close();
    this.publisher.close();
    this.frame.element.remove();
  }

  #render() {
    const { client, media } = this;
    if (!this.controls) return;
    const people = [...this.#selfInfo(), ...client.others];
    this.controls.show({
      microphone: media.wanted.microphone && media.microphone !== null,
      camera: media.wanted.camera && media.camera !== null,
      sharing: this.screen.active,
      canShare: this.#canShare(),
      canWrite: client.can.has('data'),
      hand: this.signs.handRaised,
      people: people.length,
      unread: this.chat.model.unread,
      panel: this.#panel,
    });
    this.frame.alone.hidden = client.others.length > 0 || client.state !== 'connected';
    if (this.#panel === 'people') {
      this.people.show({ people, self: client.participant, speakers: client.room?.activeSpeakers ?? [] });
    }
  }

  /** Oneself as the list shows it, with what is being published. @returns {ParticipantInfo[]} */
  #selfInfo() {
    const { self, publications, metadata } = this.client;
    if (!self) return [];
    const tracks = [...publications].map(({ kind, source, muted }) => {
      return { id: source, participant: self.id, kind, source, muted, csrc: 0 };
    });
    return [{ ...self, metadata: metadata ?? {}, tracks }];
  }

  /** @param {DeviceKind} kind */
  #toggleDevice(kind) {
    void this.publisher.toggle(kind);
  }

  /** @param {import('../client/types.js').TrackInfo} track */
  #published(track) {
    if (track.source !== 'screen' || track.participant === this.client.participant) return;
    const name = this.client.room?.participants.get(track.participant)?.name;
    toast(`${name || 'Guest'} shares a screen`);
  }

  /**
   * Moderators and operators may mute what somebody sends: the switch follows. What has no
   * `by` is an echo of one's own.
   *
   * @param {{track: import('../client/types.js').TrackInfo, muted: boolean, by?: string}} news
   */
  #mutedByOthers({ track, muted, by }) {
    if (!muted || by === undefined || track.participant !== this.client.participant) return;
    const kind = track.source === 'microphone' ? 'microphone' : track.source === 'camera' ? 'camera' : null;
    if (kind === null || !this.media.wanted[kind] || !this.media[kind]) return;
    void this.media.set(kind, false);
    toast(explainMute(kind, by));
  }

  #rightsChanged() {
    const before = this.#rights;
    this.#rights = this.client.can;
    if (!this.#rights.has('publish')) void this.screen.stop();
    this.publisher.rightsChanged();
    this.chat.showRights();
    this.#render();
    for (const sentence of explainRights(before, this.#rights)) toast(sentence);
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

  async #toggleHand() {
    const raised = await this.signs.toggleHand();
    this.stage.update();
    this.#render();
    if (raised !== null) toast(raised ? 'Your hand is raised' : 'Your hand is lowered');
  }

  /** @param {LayoutMode} mode */
  #setLayout(mode) {
    this.stage.mode = mode;
    this.stage.pinned = null;
    remember({ layout: mode });
    this.stage.update();
  }

  /** @param {boolean} on */
  async #setAudioOnly(on) {
    if (this.stage.audioOnly === on) return;
    this.stage.audioOnly = on;
    remember({ audioOnly: on });
    toast(on ? 'Audio only: no pictures are sent or received' : 'Pictures are back');
    this.stage.update();
    if (on) this.#cameraWasOn = this.media.camera !== null;
    if (on && this.media.camera) await this.media.set('camera', false);
    if (!on && this.#cameraWasOn && !this.media.camera) await this.media.set('camera', true);
  }

  /** @param {boolean} shown */
  #showStats(shown) {
    this.#stats = shown;
    this.strip.show(shown);
    this.server.shown = shown;
    if (!shown) this.server.forget();
    this.stage.showStats(shown);
  }

  /** @param {'people' | 'chat'} panel */
  #togglePanel(panel) {
    this.#showPanel(this.#panel === panel ? null : panel);
  }

  /** @param {'people' | 'chat' | null} panel */
  #showPanel(panel) {
    if (panel !== null && this.#panel === null && document.activeElement instanceof HTMLElement) {
      this.#opener = document.activeElement;
    }
    this.#panel = panel;
    this.peoplePanel.hidden = panel !== 'people';
    this.chat.show(panel === 'chat');
    this.frame.element.dataset.panel = panel ?? '';
    if (panel === null && this.#opener?.isConnected) this.#opener.focus();
    this.#render();
    this.stage.update();
  }

  #escape() {
    if (this.#panel !== null) this.#showPanel(null);
    else if (this.stage.pinned !== null) this.stage.togglePin(this.stage.pinned);
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
