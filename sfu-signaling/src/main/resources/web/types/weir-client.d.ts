// Generated of weir-client.js by `npm run types`; do not edit. For `import … from 'weir-client'`, see docs/client.md.
declare module "weir-client/errors" {
    /** @returns {WeirError} */
    export function connectionLost(): WeirError;
    /**
     * Whether an error of `resume` leaves hope that the session is still there.
     *
     * @param {unknown} error
     * @returns {boolean}
     */
    export function isPassing(error: unknown): boolean;
    /**
     * Whether an error will come back however often one tries.
     *
     * @param {unknown} error
     * @returns {boolean}
     */
    export function isFinal(error: unknown): boolean;
    /**
     * Whether an error only says that the connection ended meanwhile.
     *
     * @param {unknown} error
     * @returns {boolean}
     */
    export function isLoss(error: unknown): boolean;
    /**
     * @param {unknown} error
     * @returns {WeirError}
     */
    export function asWeirError(error: unknown): WeirError;
    /**
     * A request that Weir refused, or that could not be made.
     *
     * `code` is one of the server's codes (`unauthorized`, `forbidden`, `full`, …) or one of the client's
     * own: `timeout`, `connection_lost`, `unreachable`, `replaced`, `no_media_path`, `unsupported`, `closed`.
     */
    export class WeirError extends Error {
        /**
         * @param {string} code
         * @param {string} message
         */
        constructor(code: string, message: string);
        code: string;
    }
}
declare module "weir-client/room-state" {
    /**
     * Events name a track or participant by its object or by its id.
     *
     * @param {string | {id: string}} value
     * @returns {string}
     */
    export function idOf(value: string | {
        id: string;
    }): string;
    /** @typedef {import('./types.js').ParticipantInfo} ParticipantInfo */
    /** @typedef {import('./types.js').RoomInfo} RoomInfo */
    /** @typedef {import('./types.js').ServerEvent} ServerEvent */
    /** @typedef {import('./types.js').TrackInfo} TrackInfo */
    /**
     * @typedef {object} RoomNews
     * @property {'participantJoined' | 'participantUpdated' | 'participantLeft' | 'trackPublished' | 'trackUnpublished'
     *   | 'trackMuted' | 'activeSpeakers'} type
     * @property {any} detail as `WeirEvents` says for the type
     */
    /** Who is in the room and what they publish, kept up to date by the server's events. Pure data. */
    export class RoomState {
        /**
         * @param {RoomInfo} room
         * @param {number} seq last event that the room includes
         */
        constructor(room: RoomInfo, seq: number);
        /** @type {Map<string, ParticipantInfo>} in order of joining */
        participants: Map<string, ParticipantInfo>;
        /** @type {Map<string, TrackInfo>} */
        tracks: Map<string, TrackInfo>;
        /** @type {string[]} loudest first */
        activeSpeakers: string[];
        name: string;
        /**
         * Whether the state does not include an event yet.
         *
         * @param {ServerEvent} event
         * @returns {boolean}
         */
        isNews(event: ServerEvent): boolean;
        /**
         * Takes in one event.
         *
         * @param {ServerEvent} event
         * @returns {RoomNews | null} what to tell listeners; null for an event about something else, or somebody unknown
         */
        apply(event: ServerEvent): RoomNews | null;
        #private;
    }
    export type ParticipantInfo = import("weir-client/types").ParticipantInfo;
    export type RoomInfo = import("weir-client/types").RoomInfo;
    export type ServerEvent = import("weir-client/types").ServerEvent;
    export type TrackInfo = import("weir-client/types").TrackInfo;
    export type RoomNews = {
        type: "participantJoined" | "participantUpdated" | "participantLeft" | "trackPublished" | "trackUnpublished" | "trackMuted" | "activeSpeakers";
        /**
         * as `WeirEvents` says for the type
         */
        detail: any;
    };
}
declare module "weir-client/slots" {
    /**
     * The `view` message's entry for a slot: `track` is left out for the server's choice.
     *
     * @param {string} mid
     * @param {SlotView} view
     * @returns {Record<string, unknown>}
     */
    export function viewEntry(mid: string, view: SlotView): Record<string, unknown>;
    /** @typedef {import('./types.js').MediaKind} MediaKind */
    /** @typedef {import('./room-state.js').RoomState} RoomState */
    /** @typedef {import('./types.js').ServerEvent} ServerEvent */
    /** @typedef {import('./types.js').SlotReason} SlotReason */
    /** @typedef {import('./types.js').SlotView} SlotView */
    /**
     * One place to receive into: the server shows one track at a time in it and may rebind it to another
     * at any moment. It outlives reconnections; its mid and MediaStreamTrack do not.
     */
    export class Slot {
        /**
         * @param {MediaKind} kind
         * @param {number} index among the slots of its kind
         */
        constructor(kind: MediaKind, index: number);
        /** @type {string | null} */
        mid: string | null;
        /** @type {RTCRtpTransceiver | null} */
        transceiver: RTCRtpTransceiver | null;
        /** The received media. @type {MediaStreamTrack | null} */
        mediaTrack: MediaStreamTrack | null;
        /** Id of the track that the server shows here. @type {string | null} */
        track: string | null;
        /** Id of that track's participant. @type {string | null} */
        participant: string | null;
        /** Id of the track that is not shown for now because the connection cannot carry it; it comes back by itself. @type {string | null} */
        paused: string | null;
        /** @type {SlotReason | null} why the slot shows what it shows */
        reason: SlotReason | null;
        /** Another track was asked for and the server has not bound it yet: the picture may change any moment. */
        switching: boolean;
        /** When the binding last changed, in `performance.now()` time. */
        changedAt: number;
        /** What was last asked for, to be asked again after joining again. @type {SlotView | null} */
        view: SlotView | null;
        /** Whose track was asked for. @type {string | null} */
        viewOf: string | null;
        kind: import("weir-client/types").MediaKind;
        index: number;
        /**
         * Shows what the server says.
         *
         * @param {ServerEvent} event `slotChanged`
         */
        bind(event: ServerEvent): void;
        /** Has no place in a session any more. */
        reset(): void;
        /**
         * What to ask for after joining again: a track that has gone meanwhile leaves its slot empty. In
         * another life of the room a track's id may be somebody else's.
         *
         * @param {RoomState | null} room
         * @returns {SlotView | null}
         */
        viewAgain(room: RoomState | null): SlotView | null;
    }
    /** All slots of one client, by kind and index. */
    export class SlotTable {
        /** @type {Slot[]} */
        audio: Slot[];
        /** @type {Slot[]} */
        video: Slot[];
        /** @returns {Slot[]} */
        all(): Slot[];
        /**
         * Adds slots until there are as many as wanted; slots are never taken away, only left empty.
         *
         * @param {{audio?: number, video?: number}} wanted
         * @returns {Slot[]} the new ones
         */
        grow(wanted: {
            audio?: number;
            video?: number;
        }): Slot[];
        /**
         * @param {string} mid
         * @returns {Slot | undefined}
         */
        byMid(mid: string): Slot | undefined;
        /**
         * The slot that an application's view entry means.
         *
         * @param {SlotView} view
         * @returns {Slot | undefined}
         */
        find(view: SlotView): Slot | undefined;
        /**
         * Notes what slots should show from now on.
         *
         * @param {SlotView[]} views
         * @param {RoomState | null} room
         * @returns {{entries: Record<string, unknown>[], switching: Slot[]}} what to send, and whose picture may change
         */
        ask(views: SlotView[], room: RoomState | null): {
            entries: Record<string, unknown>[];
            switching: Slot[];
        };
    }
    export type MediaKind = import("weir-client/types").MediaKind;
    export type RoomState = import("weir-client/room-state").RoomState;
    export type ServerEvent = import("weir-client/types").ServerEvent;
    export type SlotReason = import("weir-client/types").SlotReason;
    export type SlotView = import("weir-client/types").SlotView;
}
declare module "weir-client/encodings" {
    /**
     * The encodings to publish a video with: one without a rid where simulcast is switched off or the picture
     * too small for it. Their number stays for as long as the video is published.
     *
     * @param {EncodingOptions} options
     * @param {Size | null} size
     * @returns {RTCRtpEncodingParameters[]} lowest resolution first
     */
    export function firstEncodings(options: EncodingOptions, size: Size | null): RTCRtpEncodingParameters[];
    /**
     * What the encodings that were agreed on should be set to now: whatever is left out stays as it is.
     *
     * @param {number} count how many there are: the answer may have turned several into one
     * @param {object} given
     * @param {EncodingOptions} given.options
     * @param {Size | null} given.size
     * @param {string[] | null} given.wanted rids that somebody uses; null while that is not known
     * @param {(string | undefined)[]} given.rids of the encodings
     * @param {string | undefined} given.codec MIME type
     * @returns {RTCRtpEncodingParameters[]}
     */
    export function desiredEncodings(count: number, { options, size, wanted, rids, codec }: {
        options: EncodingOptions;
        size: Size | null;
        wanted: string[] | null;
        rids: (string | undefined)[];
        codec: string | undefined;
    }): RTCRtpEncodingParameters[];
    export namespace USUAL {
        let width: number;
        let height: number;
    }
    export type TrackSource = import("weir-client/types").TrackSource;
    /**
     * How a video is to be sent.
     */
    export type EncodingOptions = {
        source?: TrackSource;
        simulcast?: boolean | RTCRtpEncodingParameters[];
        /**
         * bits per second, of the best encoding; null: as much as the network takes
         */
        maxBitrate?: number | null;
    };
    export type Size = {
        width: number;
        height: number;
    };
}
declare module "weir-client/video-layers" {
    /**
     * The encodings of one video that is sent: keeps the sender's in step with what the source gives, what
     * was agreed on and what somebody watches. Changes follow each other and are made only where something differs.
     */
    export class VideoLayers {
        /** @param {EncodingOptions & {degradation?: string}} options */
        constructor(options: EncodingOptions & {
            degradation?: string;
        });
        /** Rids that somebody uses; null while that is not known. @type {string[] | null} */
        wanted: string[] | null;
        options: import("weir-client/encodings").EncodingOptions & {
            degradation?: string;
        };
        /**
         * @param {MediaStreamTrack | null} track
         * @returns {RTCRtpEncodingParameters[]} what to give to `addTransceiver`
         */
        first(track: MediaStreamTrack | null): RTCRtpEncodingParameters[];
        /**
         * Another connection, on which nobody has said yet what is watched; null for none.
         *
         * @param {RTCRtpSender | null} sender
         */
        attach(sender: RTCRtpSender | null): void;
        /** @param {string[]} rids that somebody uses; none: nobody watches */
        want(rids: string[]): Promise<void>;
        /** @param {MediaStreamTrack | null} track which is sent from now on */
        sourceChanged(track: MediaStreamTrack | null): Promise<void>;
        /** To be called now and then: nothing tells of another size of the picture, as of a phone turned or a shared window. */
        look(): void;
        /**
         * Makes the sender's encodings what they should be.
         *
         * @returns {Promise<void>} done when they are, or the connection has gone
         */
        apply(): Promise<void>;
        #private;
    }
    export type EncodingOptions = import("weir-client/encodings").EncodingOptions;
    export type Size = import("weir-client/encodings").Size;
}
declare module "weir-client/publication" {
    /** @typedef {import('./types.js').MediaKind} MediaKind */
    /** @typedef {import('./types.js').PublishOptions} PublishOptions */
    /** @typedef {import('./types.js').TrackSource} TrackSource */
    /**
     * Something that this client sends: survives reconnections and changes of device. Muted or not is
     * changed through the client.
     */
    export class Publication {
        /**
         * @param {MediaStreamTrack} mediaTrack
         * @param {PublishOptions} options
         */
        constructor(mediaTrack: MediaStreamTrack, options: PublishOptions);
        /** @type {RTCRtpTransceiver | null} */
        transceiver: RTCRtpTransceiver | null;
        /** @type {MediaStreamTrack | null} */
        mediaTrack: MediaStreamTrack | null;
        kind: import("weir-client/types").MediaKind;
        /** @type {TrackSource} */
        source: TrackSource;
        name: string;
        muted: boolean;
        maxBitrate: number;
        layers: VideoLayers;
        /**
         * Rids of the encodings that somebody in the room uses, none: nobody watches; null while that is not
         * known. The others are switched off.
         *
         * @returns {string[] | null}
         */
        get layersWanted(): string[] | null;
        /** @returns {string | null} known once the first offer was made */
        get mid(): string | null;
        /**
         * Sends other media in the same place, such as another camera's; `null` sends nothing.
         *
         * @param {MediaStreamTrack | null} mediaTrack
         */
        replace(mediaTrack: MediaStreamTrack | null): Promise<void>;
        /** @returns {RTCRtpEncodingParameters[]} to be sent with, lowest resolution first */
        encodings(): RTCRtpEncodingParameters[];
        /** @param {RTCRtpTransceiver | null} transceiver its place in a connection; null: it has none any more */
        attach(transceiver: RTCRtpTransceiver | null): void;
        /** @returns {Record<string, unknown>} its entry in the offer's list of tracks */
        describe(): Record<string, unknown>;
    }
    export type MediaKind = import("weir-client/types").MediaKind;
    export type PublishOptions = import("weir-client/types").PublishOptions;
    export type TrackSource = import("weir-client/types").TrackSource;
    import { VideoLayers } from "weir-client/video-layers";
}
declare module "weir-client/types" {
    export type MediaKind = "audio" | "video";
    export type TrackSource = "camera" | "microphone" | "screen" | "screenAudio" | "custom";
    /**
     * What somebody publishes.
     */
    export type TrackInfo = {
        id: string;
        /**
         * id of the participant who publishes it
         */
        participant: string;
        kind: MediaKind;
        source: TrackSource;
        name?: string;
        muted: boolean;
        /**
         * the number that every packet of this track carries
         */
        csrc: number;
    };
    /**
     * Somebody in the room.
     */
    export type ParticipantInfo = {
        /**
         * unique per join
         */
        id: string;
        /**
         * the token's subject, otherwise the id
         */
        identity: string;
        name: string;
        metadata: Record<string, unknown>;
        /**
         * epoch milliseconds
         */
        joinedAt: number;
        tracks: TrackInfo[];
    };
    export type RoomInfo = {
        name: string;
        participants: ParticipantInfo[];
        /**
         * loudest first
         */
        activeSpeakers: string[];
    };
    export type JoinReply = {
        session: string;
        /**
         * oneself
         */
        participant: ParticipantInfo;
        room: RoomInfo;
        /**
         * what was said to everybody, newest last
         */
        history: ChatEntry[];
        iceServers: RTCIceServer[];
        /**
         * rights
         */
        can: string[];
        /**
         * last event that `room` includes
         */
        seq: number;
    };
    export type ResumeReply = {
        iceServers: RTCIceServer[];
        /**
         * rights
         */
        can: string[];
        /**
         * last event so far; missed ones follow
         */
        seq: number;
    };
    /**
     * A message to everybody with the topic `chat`.
     */
    export type ChatEntry = {
        /**
         * the sender's participant id, who may be gone
         */
        from: string;
        /**
         * the sender's name at that time
         */
        name: string;
        topic: string;
        payload: unknown;
        /**
         * epoch milliseconds, the server's
         */
        time: number;
    };
    export type ServerEvent = {
        type: string;
        seq: number;
    } & Record<string, any>;
    export type SlotReason = "view" | "automatic" | "unpublished" | "left" | "codec" | "bandwidth";
    /**
     * What a slot should show. `slot` is its index among its kind (video unless `kind` says audio);
     * without `track` the server chooses, with `null` the slot stays empty.
     */
    export type SlotView = {
        slot?: number;
        mid?: string;
        kind?: MediaKind;
        track?: string | null;
        width?: number;
        height?: number;
        priority?: number;
    };
    /**
     * Whom a displayed frame belongs to; nobody while a slot changes from one person to another.
     */
    export type FrameLabel = {
        /**
         * the number that the frame carries
         */
        csrc: number | null;
        track: TrackInfo | null;
        participant: ParticipantInfo | null;
        /**
         * read off the frame itself, or only off the slot's binding
         */
        from: "frame" | "binding";
    };
    /**
     * What is sent or received: payload of a stream, or all of a transport.
     */
    export type MeasuredTraffic = {
        packets: number;
        bytes: number;
        /**
         * bits per second
         */
        bitrate: number;
    };
    /**
     * One RTP stream, as the server measures it; `openapi.json` says more of each.
     */
    export type MeasuredStream = {
        /**
         * of one of several encodings
         */
        rid?: string;
        ssrc: number;
        codec: string | null;
        media: MeasuredTraffic;
        retransmissions: number;
        nacks: number;
        keyFrameRequests: number;
        lost: number;
        /**
         * 0 to 1
         */
        lossRatio: number;
        jitterMs: number;
        frames: number;
        frameRate: number;
        keyFrames: number;
        width: number | null;
        height: number | null;
    };
    /**
     * One's association with the server.
     */
    export type MeasuredTransport = {
        /**
         * `new`, `connecting`, `connected`, `failed`, `closed`
         */
        state: string;
        idle: boolean;
        path: {
            protocol: "udp" | "tcp";
            remoteAddress: string;
            remotePort: number;
        } | null;
        srtpProfile: string | null;
        roundTripMs: number | null;
        /**
         * by the server
         */
        received: MeasuredTraffic;
        /**
         * by the server
         */
        sent: MeasuredTraffic;
        /**
         *   what the link from the server is believed to carry, and what arrives over it
         */
        link: {
            estimateBps: number | null;
            acknowledgedBps: number | null;
            lossRatio: number | null;
            roundTripMs: number | null;
        };
        /**
         *   what waits at the server so that the link is not overrun
         */
        queue: {
            packets: number;
            bytes: number;
            longestMs: number;
            refusedFrames: number;
            givenUpPackets: number;
        } | null;
    };
    /**
     * What a slot was given of its track, and why nothing of it comes, if so.
     */
    export type MeasuredAllocation = {
        rid: string | null;
        /**
         * null: all of them
         */
        temporalLayer: number | null;
        paused: "bandwidth" | "muted" | "inactive" | null;
        /**
         * set aside for it, in bits per second
         */
        bitrate: number | null;
        /**
         * as asked for
         */
        width: number | null;
        /**
         * as asked for
         */
        height: number | null;
        /**
         * as asked for
         */
        priority: number;
    };
    /**
     * What the server sends in a slot.
     */
    export type MeasuredSlot = {
        mid: string;
        kind: MediaKind;
        track: string | null;
        participant: string | null;
        awaitsKeyFrame: boolean;
        /**
         * of the encoding that it shows, where there are several
         */
        rid: string | null;
        /**
         * the highest that comes; null: all of them
         */
        temporalLayer: number | null;
        allocation: MeasuredAllocation;
        /**
         * as this client reported
         */
        freezes: number | null;
        /**
         * as this client reported
         */
        frozenMs: number | null;
        stream: MeasuredStream;
    };
    export type ServerStats = {
        /**
         * null before the first offer, or when the server does not know
         */
        transport: MeasuredTransport | null;
        /**
         * what one publishes
         */
        tracks: (TrackInfo & {
            streams: MeasuredStream[];
        })[];
        slots: MeasuredSlot[];
    };
    /**
     * What the browser has counted in a slot since its connection began.
     */
    export type SeenSlot = {
        mid: string;
        /**
         * `freezeCount`
         */
        freezes?: number;
        /**
         * 1000 times `totalFreezesDuration`, as an integer
         */
        frozenMs?: number;
    };
    export type ConnectionState = "idle" | "connecting" | "connected" | "reconnecting" | "closed";
    /**
     * Why somebody who was in the room joined again as somebody new: the session had ended meanwhile
     * (`expired`: away for too long, or the server was started again), the server ended in order
     * (`shutdown`), or no way for sound and picture was left (`media`).
     */
    export type RejoinCause = "expired" | "shutdown" | "media";
    export type ConnectionChange = {
        state: ConnectionState;
        /**
         * reconnecting, but media may go on and nobody else notices
         */
        resuming: boolean;
        media: "none" | "waiting" | "flowing" | "interrupted";
        /**
         * how many attempts the current reconnection has made
         */
        attempt: number;
    };
    export type TextMessage = {
        from: string;
        to?: string[];
        topic?: string;
        payload: unknown;
        time: number;
    };
    export type PublishOptions = {
        source?: TrackSource;
        name?: string;
        muted?: boolean;
        /**
         * bits per second; of a video's best encoding, by its size where left out
         */
        maxBitrate?: number;
        /**
         * whether a video is sent in several encodings at once, of
         * which everybody gets what their place and link take: `true` by default, as many as its size is worth; `false` sends
         * one; or the encodings themselves, lowest resolution first
         */
        simulcast?: boolean | RTCRtpEncodingParameters[];
    };
    export type ConnectOptions = {
        room: string;
        /**
         * the server's address (http, https, ws or wss); the page's own by default
         */
        url?: string;
        token?: string;
        name?: string;
        metadata?: Record<string, unknown>;
        /**
         * attempts in a row before giving up, 200 by default: about 25 minutes
         */
        maxReconnects?: number;
    };
    export type WeirEvents = {
        participantJoined: {
            participant: ParticipantInfo;
        };
        participantUpdated: {
            participant: ParticipantInfo;
        };
        participantLeft: {
            participant: ParticipantInfo;
            reason: string;
        };
        trackPublished: {
            track: TrackInfo;
        };
        trackUnpublished: {
            track: TrackInfo;
        };
        /**
         * by a moderator, where `by` names one
         */
        trackMuted: {
            track: TrackInfo;
            muted: boolean;
            by?: string;
        };
        /**
         * what this participant may do from now on
         */
        rightsChanged: {
            can: string[];
        };
        slotChanged: {
            slot: import("weir-client/slots").Slot;
            reason: SlotReason | "reset";
        };
        /**
         * another track was asked for than the slot shows
         */
        slotSwitching: {
            slot: import("weir-client/slots").Slot;
        };
        /**
         * the slot has another MediaStreamTrack
         */
        slotMedia: {
            slot: import("weir-client/slots").Slot;
        };
        activeSpeakers: {
            participants: string[];
        };
        /**
         * which encodings of a
         * publication somebody uses; the others have been switched off, all of them when nobody watches
         */
        layersWanted: {
            publication: import("weir-client/publication").Publication;
            rids: string[];
        };
        message: TextMessage;
        connectionState: ConnectionChange;
        /**
         * the whole state was replaced, after joining or joining again
         */
        roomState: {
            room: RoomInfo;
        };
        /**
         * in the room again, as somebody new, with all that was published and asked for
         */
        rejoined: {
            cause: RejoinCause;
        };
        /**
         * the chat has grown, or was replaced after joining
         */
        history: {
            entries: ChatEntry[];
        };
        /**
         * the server is about to end; the call goes on until it does
         */
        goAway: {
            reason: string;
            retryAfterMs: number;
        };
        closed: {
            reason: string;
            error: import("weir-client/errors").WeirError | null;
        };
    };
}
declare module "weir-client/chat-history" {
    /** @typedef {import('./types.js').ChatEntry} ChatEntry */
    /** @typedef {import('./types.js').TextMessage} TextMessage */
    /** The topic of messages that a room keeps for late joiners. */
    export const CHAT_TOPIC: "chat";
    /** As many as the server keeps. */
    export const MOST_ENTRIES: 200;
    /** What was said to everybody in the room, newest last; outlives joining again. */
    export class ChatHistory {
        /** @type {ChatEntry[]} */
        entries: ChatEntry[];
        /**
         * Adds what the server has kept. What it has forgotten, being started again, stays.
         *
         * @param {ChatEntry[]} kept
         */
        merge(kept: ChatEntry[]): void;
        /**
         * Adds a message, if it is one that everybody in the room reads.
         *
         * @param {{to?: string[], topic?: string, payload: unknown, from: string, time: number}} message
         * @param {string} name the sender's
         * @returns {boolean} whether it is
         */
        add({ to, topic, payload, from, time }: {
            to?: string[];
            topic?: string;
            payload: unknown;
            from: string;
            time: number;
        }, name: string): boolean;
        #private;
    }
    export type ChatEntry = import("weir-client/types").ChatEntry;
    export type TextMessage = import("weir-client/types").TextMessage;
}
declare module "weir-client/media-session" {
    /**
     * The one RTCPeerConnection of a joined participant: send-only transceivers for what is published,
     * receive-only ones for the slots. Offers one at a time; changes made while an offer is under way
     * share the next one.
     */
    export class MediaSession {
        /**
         * @param {RTCIceServer[]} iceServers
         * @param {MediaSessionHooks} hooks
         */
        constructor(iceServers: RTCIceServer[], hooks: MediaSessionHooks);
        /** Called when an ICE restart did not help. @type {() => void} */
        onfailed: () => void;
        hooks: MediaSessionHooks;
        pc: RTCPeerConnection;
        /** @param {Publication} publication */
        addPublication(publication: Publication): void;
        /** @param {Publication} publication */
        removePublication(publication: Publication): void;
        /** @param {Slot} slot */
        addSlot(slot: Slot): void;
        /**
         * Makes the server know of all changes made before the call.
         *
         * @returns {Promise<void>} done when an answer to them has been taken in
         */
        negotiate(): Promise<void>;
        /** Finds a new path for the media, keeping everything else. */
        restartIce(): Promise<void>;
        /** @param {RTCIceServer[]} iceServers for the next restart: their credentials may expire */
        setIceServers(iceServers: RTCIceServer[]): void;
        /** The network may be another: does not wait for a path that was in trouble already. */
        networkChanged(): void;
        close(): void;
        #private;
    }
    export type Publication = import("weir-client/publication").Publication;
    export type Slot = import("weir-client/slots").Slot;
    /**
     * What a media session needs from its owner.
     */
    export type MediaSessionHooks = {
        /**
         * sends an offer, gives the answer
         */
        exchange: (sdp: string, tracks: Record<string, unknown>[]) => Promise<string>;
        candidate: (candidate: Record<string, unknown>) => void;
        slotMedia: (slot: Slot) => void;
        state: (state: RTCPeerConnectionState) => void;
    };
}
declare module "weir-client/backoff" {
    /**
     * How long to wait before the n-th attempt (counted from 1): doubling from half a second to eight
     * seconds, spread by ±25 % so that a server coming back does not meet everybody at once.
     *
     * @param {number} attempt
     * @param {number} random between 0 and 1
     * @returns {number} milliseconds
     */
    export function backoffMs(attempt: number, random: number): number;
    /**
     * Waits, or until the signal says stop.
     *
     * @param {number} ms
     * @param {AbortSignal} stop
     * @param {AbortSignal} [hurry] ends the wait early
     * @returns {Promise<void>} rejects with the reason of `stop`
     */
    export function delay(ms: number, stop: AbortSignal, hurry?: AbortSignal): Promise<void>;
}
declare module "weir-client/network-watch" {
    /**
     * Calls back when the network may be another than before: it came back, the machine woke up, the
     * page was brought to the front or out of the back-forward cache. And every few seconds, for who
     * wants to look after something.
     *
     * @param {() => void} onchange
     * @param {() => void} ontick
     * @returns {() => void} stops
     */
    export function watchNetwork(onchange: () => void, ontick: () => void): () => void;
}
declare module "weir-client/requests" {
    /**
     * @param {Record<string, any>} message the server's error
     * @returns {WeirError}
     */
    export function asRefusal(message: Record<string, any>): WeirError;
    /**
     * @typedef {object} Pending
     * @property {Record<string, unknown>} message what was or is to be sent
     * @property {number} timeoutMs how long its answer may take once it is sent
     * @property {(reply: any) => void} resolve
     * @property {(error: WeirError) => void} reject
     * @property {any} timer
     */
    /**
     * The requests that wait for an answer. They outlive a WebSocket: what it left unanswered is sent
     * again, unchanged and with the same ids, over the one that resumes the session.
     */
    export class Requests {
        /** @returns {number} an id that was not used before */
        nextId(): number;
        /**
         * Makes a request.
         *
         * @param {string} type
         * @param {Record<string, unknown>} body
         * @param {number} timeoutMs
         * @param {((message: Record<string, unknown>) => void) | null} send null while nothing can be sent
         * @returns {Promise<any>} the reply
         */
        make(type: string, body: Record<string, unknown>, timeoutMs: number, send: ((message: Record<string, unknown>) => void) | null): Promise<any>;
        /** Nothing can be answered for now: nobody's time runs out. */
        pause(): void;
        /**
         * Sends all that is unanswered again.
         *
         * @param {(message: Record<string, unknown>) => void} send
         */
        repeat(send: (message: Record<string, unknown>) => void): void;
        /**
         * Hands an answer to whoever waits for it.
         *
         * @param {Record<string, any>} message a reply or an error
         */
        settle(message: Record<string, any>): void;
        /** The session is gone, and with it whoever could answer. */
        failAll(): void;
        #private;
    }
    export type Pending = {
        /**
         * what was or is to be sent
         */
        message: Record<string, unknown>;
        /**
         * how long its answer may take once it is sent
         */
        timeoutMs: number;
        resolve: (reply: any) => void;
        reject: (error: WeirError) => void;
        timer: any;
    };
    import { WeirError } from "weir-client/errors";
}
declare module "weir-client/signaling-channel" {
    /** One WebSocket: messages in, messages out, and the request that it begins with. */
    export class SignalingChannel {
        /**
         * Opens a WebSocket to the server.
         *
         * @param {string} url ws: or wss: address
         * @param {(url: string, protocol: string) => WebSocket} [createSocket]
         * @returns {Promise<SignalingChannel>}
         */
        static open(url: string, createSocket?: (url: string, protocol: string) => WebSocket): Promise<SignalingChannel>;
        /** @param {WebSocket} socket an open one */
        constructor(socket: WebSocket);
        /** Called for each message of the server. @type {(message: Record<string, any>) => void} */
        onmessage: (message: Record<string, any>) => void;
        /** Called once when the WebSocket ends without {@link close}. @type {(code: number) => void} */
        onclose: (code: number) => void;
        /** When the server was last heard, in `performance.now()` time. */
        heardAt: number;
        socket: WebSocket;
        /**
         * Sends the request with which the conversation begins, and waits for its reply. Whatever comes
         * meanwhile, and after the reply, is kept for {@link carry}.
         *
         * @param {Record<string, unknown>} message
         * @returns {Promise<any>} the reply
         */
        greet(message: Record<string, unknown>): Promise<any>;
        /**
         * From now on, and for what came early, these are called.
         *
         * @param {(message: Record<string, any>) => void} onmessage
         * @param {(code: number) => void} onclose
         */
        carry(onmessage: (message: Record<string, any>) => void, onclose: (code: number) => void): void;
        /** @param {Record<string, unknown>} message */
        send(message: Record<string, unknown>): void;
        /** Ends the conversation; `onclose` is not called. */
        close(): void;
        /** The other end does not answer any more: as if the connection had been lost. */
        abandon(): void;
        #private;
    }
}
declare module "weir-client/connection" {
    /**
     * Keeps somebody in their room over as many WebSockets as it takes: a lost one is followed by another
     * that resumes the session, and a session that is gone by joining again.
     */
    export class Connection {
        /**
         * @param {{url: string, maxReconnects?: number}} options
         * @param {ConnectionHooks} hooks
         */
        constructor(options: {
            url: string;
            maxReconnects?: number;
        }, hooks: ConnectionHooks);
        /** @type {ConnectionState} */
        state: ConnectionState;
        /** How many attempts have been made since it was lost. */
        attempt: number;
        options: {
            url: string;
            maxReconnects?: number;
        };
        hooks: ConnectionHooks;
        /** Whether the place in the room is being kept while there is no connection. */
        get resuming(): boolean;
        /** Aborted when it ends for good. */
        get signal(): AbortSignal;
        /** Joins for the first time. @returns {Promise<void>} */
        start(): Promise<void>;
        /**
         * Asks the server; survives a change of WebSocket, but not of session.
         *
         * @param {string} type
         * @param {Record<string, unknown>} [body]
         * @param {number} [timeoutMs] how long the answer may take while connected
         * @returns {Promise<any>} the reply
         */
        request(type: string, body?: Record<string, unknown>, timeoutMs?: number): Promise<any>;
        /**
         * For what joining again repeats anyway: a lost session is no failure then.
         *
         * @param {string} type
         * @param {Record<string, unknown>} body
         * @param {string} [tolerated] code of an error that is none here
         * @returns {Promise<boolean>} whether the server did it
         */
        requestIfJoined(type: string, body: Record<string, unknown>, tolerated?: string): Promise<boolean>;
        /** Media flows, or there is none to flow: the connection is as good as it gets. */
        confirm(): void;
        /** The media path cannot be repaired: begins from the start. */
        mediaFailed(): void;
        /** The server said how long to stay away once this session has ended. @param {number} ms */
        comeBackAfter(ms: number): void;
        /**
         * Gives the session up and joins again.
         *
         * @param {RejoinCause} cause
         */
        rejoin(cause: RejoinCause): void;
        /** Says goodbye. @returns {Promise<void>} */
        leave(): Promise<void>;
        /**
         * @param {string} reason
         * @param {WeirError | null} error
         */
        end(reason: string, error: WeirError | null): void;
        /** The path of media is in trouble: perhaps that of the WebSocket is, too. */
        doubt(): void;
        #private;
    }
    export type ConnectionState = import("weir-client/types").ConnectionState;
    export type JoinReply = import("weir-client/types").JoinReply;
    export type ResumeReply = import("weir-client/types").ResumeReply;
    export type RejoinCause = import("weir-client/types").RejoinCause;
    export type ServerEvent = import("weir-client/types").ServerEvent;
    /**
     * What a connection needs from its owner.
     */
    export type ConnectionHooks = {
        /**
         * what to join with
         */
        joinBody: () => Record<string, unknown>;
        /**
         * entered as somebody new; `cause` when it was not the first time
         */
        joined: (reply: JoinReply, cause: RejoinCause | null) => void;
        /**
         * the session goes on; what was missed follows
         */
        resumed: (reply: ResumeReply) => void;
        /**
         * the session is over, and media with it; joining again comes next, or the end
         */
        left: () => void;
        /**
         * in order, each once
         */
        event: (event: ServerEvent) => void;
        /**
         * `state`, `attempt` or `resuming` changed
         */
        state: () => void;
        /**
         * the network may be another
         */
        networkChanged: () => void;
        /**
         * for good
         */
        ended: (reason: string, error: WeirError | null) => void;
    };
    import { WeirError } from "weir-client/errors";
}
declare module "weir-client/offers" {
    /**
     * Sends an offer; one that meets another under way is repeated a little later.
     *
     * @param {Connection} connection
     * @param {string} sdp
     * @param {Record<string, unknown>[]} tracks
     * @returns {Promise<string>} the answer
     */
    export function exchangeOffer(connection: Connection, sdp: string, tracks: Record<string, unknown>[]): Promise<string>;
    /**
     * What a connection's state means for who watches.
     *
     * @param {RTCPeerConnectionState | undefined} state
     * @returns {'none' | 'waiting' | 'flowing' | 'interrupted'}
     */
    export function mediaState(state: RTCPeerConnectionState | undefined): "none" | "waiting" | "flowing" | "interrupted";
    export type Connection = import("weir-client/connection").Connection;
}
declare module "weir-client/client-media" {
    /** @typedef {import('./connection.js').Connection} Connection */
    /** @typedef {import('./slots.js').Slot} Slot */
    /** @typedef {import('./slots.js').SlotTable} SlotTable */
    /** @typedef {import('./types.js').PublishOptions} PublishOptions */
    /** @typedef {import('./types.js').TrackInfo} TrackInfo */
    /**
     * What the media of a client tells.
     * @typedef {object} ClientMediaHooks
     * @property {(slot: Slot) => void} slotMedia the slot has another MediaStreamTrack
     * @property {(slot: Slot) => void} slotReset the slot has no place any more
     * @property {() => void} state the connection's state is another
     * @property {() => void} ready after joining: the server knows of all that is published, and of all slots
     */
    /**
     * What a client publishes and its slots, over one MediaSession after another: whatever is asked for
     * while there is none is part of the next one.
     */
    export class ClientMedia {
        /**
         * @param {Connection} connection
         * @param {Set<Publication>} publications
         * @param {SlotTable} slots
         * @param {ClientMediaHooks} hooks
         */
        constructor(connection: Connection, publications: Set<Publication>, slots: SlotTable, hooks: ClientMediaHooks);
        connection: import("weir-client/connection").Connection;
        publications: Set<Publication>;
        slots: import("weir-client/slots").SlotTable;
        hooks: ClientMediaHooks;
        /** @returns {RTCPeerConnection | null} */
        get pc(): RTCPeerConnection | null;
        /** @param {RTCIceServer[]} iceServers */
        start(iceServers: RTCIceServer[]): void;
        /** The session goes on. @param {RTCIceServer[]} iceServers */
        resume(iceServers: RTCIceServer[]): void;
        networkChanged(): void;
        /** The session is over, and its media with it. */
        close(): void;
        /** A connection that is lost meanwhile is no failure: joining again repeats everything. */
        negotiate(): Promise<void>;
        /**
         * @param {MediaStreamTrack} mediaTrack
         * @param {PublishOptions} options
         * @returns {Promise<Publication>}
         */
        publish(mediaTrack: MediaStreamTrack, options: PublishOptions): Promise<Publication>;
        /** @param {Publication} publication */
        unpublish(publication: Publication): Promise<void>;
        /** Nothing may be sent any more, nor is it offered again. */
        unpublishAll(): void;
        /**
         * @param {Publication} publication
         * @param {boolean} muted
         */
        mute(publication: Publication, muted: boolean): Promise<void>;
        /**
         * A moderator's or an operator's mute holds until this side unmutes, in later offers too.
         *
         * @param {TrackInfo} track one's own
         * @param {boolean} muted
         */
        mutedByOther(track: TrackInfo, muted: boolean): void;
        /**
         * @param {string} mid
         * @returns {Publication | undefined}
         */
        byMid(mid: string): Publication | undefined;
        /** @param {{audio?: number, video?: number}} wanted */
        setSlots(wanted: {
            audio?: number;
            video?: number;
        }): Promise<void>;
        #private;
    }
    export type Connection = import("weir-client/connection").Connection;
    export type Slot = import("weir-client/slots").Slot;
    export type SlotTable = import("weir-client/slots").SlotTable;
    export type PublishOptions = import("weir-client/types").PublishOptions;
    export type TrackInfo = import("weir-client/types").TrackInfo;
    /**
     * What the media of a client tells.
     */
    export type ClientMediaHooks = {
        /**
         * the slot has another MediaStreamTrack
         */
        slotMedia: (slot: Slot) => void;
        /**
         * the slot has no place any more
         */
        slotReset: (slot: Slot) => void;
        /**
         * the connection's state is another
         */
        state: () => void;
        /**
         * after joining: the server knows of all that is published, and of all slots
         */
        ready: () => void;
    };
    import { Publication } from "weir-client/publication";
}
declare module "weir-client/emitter" {
    /**
     * Typed events: `on` returns the function that takes the listener away again.
     *
     * @template {Record<string, any>} Events
     */
    export class Emitter<Events extends Record<string, any>> {
        /**
         * @template {keyof Events} K
         * @param {K} type
         * @param {(detail: Events[K]) => void} listener
         * @returns {() => void}
         */
        on<K extends keyof Events>(type: K, listener: (detail: Events[K]) => void): () => void;
        /**
         * A listener that throws is reported and keeps nobody else from hearing the event.
         *
         * @template {keyof Events} K
         * @param {K} type
         * @param {Events[K]} detail
         */
        emit<K extends keyof Events>(type: K, detail: Events[K]): void;
        #private;
    }
}
declare module "weir-client/frame-labels" {
    /**
     * Which person does the frame on the screen belong to? Events cannot tell: they travel on another
     * connection than the media and arrive earlier or later. Each packet carries its track's number as
     * its only contributing source (CSRC), so the answer is read off the frame itself.
     */
    /** @typedef {{source: number, rtpTimestamp: number, timestamp: number}} ContributingSource */
    /**
     * The number that a displayed frame carries. Browsers list, for each number heard in the last ten
     * seconds, the last frame that carried it; RTP timestamps of a slot never go backwards, so the frame
     * belongs to the number whose last frame is the first one not older than it.
     *
     * Firefox brings its list up to date a little after the frame is displayed. A frame newer than the
     * whole list then counts as the newest number's if the slot is bound to that one, else as nobody's:
     * a switch is under way.
     *
     * @param {ContributingSource[]} sources
     * @param {number | undefined} rtpTimestamp the displayed frame's; unknown means the newest one
     * @param {number | null} bound number of the track that the slot is bound to
     * @returns {number | null}
     */
    export function csrcOfFrame(sources: ContributingSource[], rtpTimestamp: number | undefined, bound: number | null): number | null;
    /**
     * Calls back for each frame that a video element displays.
     *
     * @param {HTMLVideoElement} video
     * @param {(rtpTimestamp: number | undefined) => void} onFrame
     * @returns {() => void} stops
     */
    export function watchFrames(video: HTMLVideoElement, onFrame: (rtpTimestamp: number | undefined) => void): () => void;
    /**
     * The contributing sources of a receiver, none where the browser does not know them.
     *
     * @param {RTCRtpReceiver | undefined} receiver
     * @returns {ContributingSource[]}
     */
    export function sourcesOf(receiver: RTCRtpReceiver | undefined): ContributingSource[];
    export type ContributingSource = {
        source: number;
        rtpTimestamp: number;
        timestamp: number;
    };
}
declare module "weir-client/slot-labels" {
    /**
     * Calls back for each frame that a slot's video element displays, and with nobody when another is to come.
     *
     * @param {import('../../weir-client.js').WeirClient} client
     * @param {Slot} slot
     * @param {HTMLVideoElement} video
     * @param {(label: FrameLabel) => void} onFrame
     * @returns {() => void} stops
     */
    export function watchSlot(client: import("weir-client").WeirClient, slot: Slot, video: HTMLVideoElement, onFrame: (label: FrameLabel) => void): () => void;
    /**
     * Tells whom a slot's frames belong to. A name is given only when the frame and the server agree: a
     * picture that stands while its slot is already bound to somebody else is nobody's.
     */
    export class SlotLabels {
        /**
         * @param {Slot} slot
         * @param {RoomState | null} room
         * @param {number | undefined} rtpTimestamp the displayed frame's
         * @returns {FrameLabel}
         */
        read(slot: Slot, room: RoomState | null, rtpTimestamp: number | undefined): FrameLabel;
        /** Forgets what was seen: the slots begin anew. */
        forget(): void;
        #private;
    }
    export type RoomState = import("weir-client").RoomState;
    export type Slot = import("weir-client/slots").Slot;
    export type FrameLabel = import("weir-client/types").FrameLabel;
}
declare module "weir-client/urls" {
    /**
     * @param {string} name
     * @returns {boolean}
     */
    export function isRoomName(name: string): boolean;
    /**
     * The WebSocket's address at a server.
     *
     * @param {string} [server] the page's own by default
     * @returns {string}
     */
    export function signalingUrl(server?: string): string;
}
declare module "weir-client" {
    /** @typedef {import('./assets/client/types.js').ChatEntry} ChatEntry */
    /** @typedef {import('./assets/client/types.js').ConnectOptions} ConnectOptions */
    /** @typedef {import('./assets/client/types.js').ConnectionState} ConnectionState */
    /** @typedef {import('./assets/client/types.js').FrameLabel} FrameLabel */
    /** @typedef {import('./assets/client/types.js').JoinReply} JoinReply */
    /** @typedef {import('./assets/client/types.js').ParticipantInfo} ParticipantInfo */
    /** @typedef {import('./assets/client/types.js').PublishOptions} PublishOptions */
    /** @typedef {import('./assets/client/types.js').RejoinCause} RejoinCause */
    /** @typedef {import('./assets/client/types.js').ResumeReply} ResumeReply */
    /** @typedef {import('./assets/client/types.js').SeenSlot} SeenSlot */
    /** @typedef {import('./assets/client/types.js').ServerEvent} ServerEvent */
    /** @typedef {import('./assets/client/types.js').ServerStats} ServerStats */
    /** @typedef {import('./assets/client/types.js').SlotView} SlotView */
    /** @typedef {import('./assets/client/types.js').TrackInfo} TrackInfo */
    /** @typedef {import('./assets/client/types.js').WeirEvents} WeirEvents */
    /** @typedef {import('./assets/client/slots.js').Slot} Slot */
    /**
     * Joins a room.
     *
     * @param {ConnectOptions} options
     * @returns {Promise<WeirClient>} rejects with a {@link WeirError}
     */
    export function connect(options: ConnectOptions): Promise<WeirClient>;
    /** This module's version, the server's that it came from; `docs/client.md` says what its parts promise. */
    export const VERSION: "0.1.0";
    /** The protocol that it speaks, and asks for as WebSocket subprotocol. */
    export const PROTOCOL: "weir.v1";
    /**
     * One participant of one room.
     *
     * @extends {Emitter<WeirEvents>}
     */
    export class WeirClient extends Emitter<import("weir-client/types").WeirEvents> {
        /** @param {ConnectOptions} options */
        constructor(options: ConnectOptions);
        /** Own participant id; changes when joining again, not while a session goes on. @type {string | null} */
        participant: string | null;
        /** @type {RoomState | null} */
        room: RoomState | null;
        /** The rights that the token gives: `publish`, `subscribe`, `data`, … @type {Set<string>} */
        can: Set<string>;
        /** @type {Set<Publication>} */
        publications: Set<Publication>;
        slots: SlotTable;
        options: import("weir-client/types").ConnectOptions;
        name: string;
        metadata: Record<string, unknown>;
        /** @returns {ConnectionState} */
        get state(): ConnectionState;
        /** What was said to everybody (`message`s with topic `chat`), newest last. @returns {ChatEntry[]} */
        get history(): ChatEntry[];
        /** The RTCPeerConnection, for statistics. @returns {RTCPeerConnection | null} */
        get pc(): RTCPeerConnection | null;
        /** Own entry in the room. @returns {ParticipantInfo | null} */
        get self(): ParticipantInfo | null;
        /** Everybody else, in order of joining. @returns {ParticipantInfo[]} */
        get others(): ParticipantInfo[];
        /** Joins the room for the first time. @returns {Promise<void>} */
        connect(): Promise<void>;
        /**
         * Sends a track to everybody in the room.
         *
         * @param {MediaStreamTrack} mediaTrack
         * @param {PublishOptions} [options]
         * @returns {Promise<Publication>}
         */
        publish(mediaTrack: MediaStreamTrack, options?: PublishOptions): Promise<Publication>;
        /**
         * Stops sending a track; the MediaStreamTrack itself goes on.
         *
         * @param {Publication} publication
         */
        unpublish(publication: Publication): Promise<void>;
        /**
         * Silences a publication, here and at the server, or lets it be heard and seen again.
         *
         * @param {Publication} publication
         * @param {boolean} muted
         */
        mute(publication: Publication, muted: boolean): Promise<void>;
        /**
         * Sees to it that there are at least so many slots.
         *
         * @param {{audio?: number, video?: number}} wanted
         */
        setSlots(wanted: {
            audio?: number;
            video?: number;
        }): Promise<void>;
        /**
         * Says what slots should show; slots that are not listed stay as they are.
         *
         * @param {SlotView[]} views
         */
        view(views: SlotView[]): Promise<void>;
        /**
         * Sends data to everyone else, or to some. What has the topic `chat` and goes to everyone is kept
         * in the {@link history}, here and for late joiners.
         *
         * @param {unknown} payload any JSON value
         * @param {{to?: string[], topic?: string}} [options]
         */
        sendMessage(payload: unknown, options?: {
            to?: string[];
            topic?: string;
        }): Promise<void>;
        /**
         * Acts on another participant; needs the right to moderate. `mute` takes `{track}`, `{kind}` or neither for
         * all, `rights` takes `{can: [...]}`. Only participants themselves unmute.
         *
         * @param {string} participant id
         * @param {'mute' | 'remove' | 'rights'} action
         * @param {{track?: string, kind?: 'audio' | 'video', can?: string[]}} [details]
         */
        moderate(participant: string, action: "mute" | "remove" | "rights", details?: {
            track?: string;
            kind?: "audio" | "video";
            can?: string[];
        }): Promise<void>;
        /**
         * Changes how others see this participant.
         *
         * @param {{name?: string, metadata?: Record<string, unknown>}} changes
         */
        update(changes: {
            name?: string;
            metadata?: Record<string, unknown>;
        }): Promise<void>;
        /**
         * Whom the frames that a slot's video element displays belong to: calls back for each frame, and
         * with nobody as soon as the slot is to show somebody else, until that person's first frame stands.
         *
         * @param {Slot} slot
         * @param {HTMLVideoElement} video
         * @param {(label: FrameLabel) => void} onFrame
         * @returns {() => void} stops
         */
        watchLabels(slot: Slot, video: HTMLVideoElement, onFrame: (label: FrameLabel) => void): () => void;
        /**
         * Whom one displayed frame of a slot belongs to.
         *
         * @param {Slot} slot
         * @param {number} [rtpTimestamp] from `requestVideoFrameCallback`; the newest frame's by default
         * @returns {FrameLabel}
         */
        labelOf(slot: Slot, rtpTimestamp?: number): FrameLabel;
        /** @returns {Promise<RTCStatsReport | null>} */
        stats(): Promise<RTCStatsReport | null>;
        /**
         * What the server measures of this participant: what it believes the link to carry, and what each slot was given.
         * It answers twice a second at most.
         *
         * @param {SeenSlot[]} [slots] what the browser has counted in slots, for operators to see
         * @returns {Promise<ServerStats>}
         */
        serverStats(slots?: SeenSlot[]): Promise<ServerStats>;
        /** Leaves the room for good. */
        leave(): Promise<void>;
        #private;
    }
    export type ChatEntry = import("weir-client/types").ChatEntry;
    export type ConnectOptions = import("weir-client/types").ConnectOptions;
    export type ConnectionState = import("weir-client/types").ConnectionState;
    export type FrameLabel = import("weir-client/types").FrameLabel;
    export type JoinReply = import("weir-client/types").JoinReply;
    export type ParticipantInfo = import("weir-client/types").ParticipantInfo;
    export type PublishOptions = import("weir-client/types").PublishOptions;
    export type RejoinCause = import("weir-client/types").RejoinCause;
    export type ResumeReply = import("weir-client/types").ResumeReply;
    export type SeenSlot = import("weir-client/types").SeenSlot;
    export type ServerEvent = import("weir-client/types").ServerEvent;
    export type ServerStats = import("weir-client/types").ServerStats;
    export type SlotView = import("weir-client/types").SlotView;
    export type TrackInfo = import("weir-client/types").TrackInfo;
    export type WeirEvents = import("weir-client/types").WeirEvents;
    export type Slot = import("weir-client/slots").Slot;
    import { Publication } from "weir-client/publication";
    import { RoomState } from "weir-client/room-state";
    import { WeirError } from "weir-client/errors";
    import { Emitter } from "weir-client/emitter";
    import { SlotTable } from "weir-client/slots";
    export { Publication, RoomState, WeirError };
}
declare module "weir-client/ice-server-links" {
    /**
     * Reads Link headers (RFC 8288 §3).
     *
     * @param {string | null} header all Link headers, joined by commas
     * @returns {({url: string} & Record<string, string | undefined>)[]} each with its parameters, names in lower case
     */
    export function linksOf(header: string | null): ({
        url: string;
    } & Record<string, string | undefined>)[];
    /**
     * The ICE servers that a WHIP or WHEP server hands out in Link headers (RFC 9725 §4.6).
     *
     * @param {string | null} header all Link headers, joined by commas
     * @returns {RTCIceServer[]}
     */
    export function iceServersOf(header: string | null): RTCIceServer[];
}
declare module "weir-client/http-session" {
    /**
     * One session of WHIP (RFC 9725) or WHEP (draft-ietf-wish-whep) at a server: an offer was posted,
     * and the server made something that can be patched, listened to and deleted.
     */
    export class HttpSession {
        /**
         * Posts an offer.
         *
         * @param {string} endpoint
         * @param {string | undefined} token
         * @param {string} offer
         * @param {AbortSignal} signal
         * @returns {Promise<HttpSession>} rejects with a {@link WeirError}: `refused` when trying again cannot help,
         *   `taken` when somebody else presents, else `unavailable`
         */
        static create(endpoint: string, token: string | undefined, offer: string, signal: AbortSignal): Promise<HttpSession>;
        /**
         * @param {Response} response
         * @param {string} answer
         * @param {string} endpoint
         * @param {string | undefined} token
         */
        constructor(response: Response, answer: string, endpoint: string, token: string | undefined);
        /** Whether the server has said that it knows this session no more, as after a restart. */
        gone: boolean;
        answer: string;
        iceServers: RTCIceServer[];
        token: string;
        /** Whether the server can be told of later changes. */
        get canPatch(): boolean;
        /**
         * Tells of candidates found after the offer.
         *
         * @param {string} fragment
         * @param {AbortSignal} signal
         */
        trickle(fragment: string, signal: AbortSignal): Promise<void>;
        /**
         * Restarts ICE (RFC 9725 §4.3.3).
         *
         * @param {string} fragment with our new credentials
         * @param {AbortSignal} signal
         * @returns {Promise<string>} the server's fragment
         */
        restartIce(fragment: string, signal: AbortSignal): Promise<string>;
        /**
         * Listens to the server's events, where it has some.
         *
         * @param {(type: string, data: any) => void} onEvent with type `lost` when the stream has ended for good
         * @param {AbortSignal} signal
         */
        listen(onEvent: (type: string, data: any) => void, signal: AbortSignal): Promise<void>;
        /**
         * Ends the session; also while the page closes. The server notices by itself if this gets lost.
         *
         * @returns {Promise<void>}
         */
        delete(): Promise<void>;
        #private;
    }
}
declare module "weir-client/ice-fragments" {
    /**
     * An SDP fragment with candidates, as RFC 8840 §9 and RFC 9725 §4.3.2 want it.
     *
     * @param {string} sdp the local description
     * @param {{candidate: string}[]} candidates
     * @returns {string}
     */
    export function iceFragment(sdp: string, candidates: {
        candidate: string;
    }[]): string;
    /**
     * The answer after an ICE restart: the one before, with the credentials and candidates of the
     * server's fragment (RFC 9725 §4.3.3).
     *
     * @param {string} answer
     * @param {string} fragment
     * @returns {string}
     */
    export function restartedAnswer(answer: string, fragment: string): string;
    /** Collects candidates found after the offer and sends them together (RFC 8840). */
    export class Trickle {
        /**
         * @param {RTCPeerConnection} pc
         * @param {(fragment: string) => Promise<void>} send
         */
        constructor(pc: RTCPeerConnection, send: (fragment: string) => Promise<void>);
        pc: RTCPeerConnection;
        send: (fragment: string) => Promise<void>;
        /** To be called once there is a session to send to. */
        start(): void;
        /** Keeps what is found from now on until `start`. */
        pause(): void;
        #private;
    }
}
declare module "weir-client/http-peer" {
    /**
     * The video codecs of an answer, in its order.
     *
     * @param {string} sdp
     * @returns {string[]} such as `VP8`
     */
    export function videoCodecsOf(sdp: string): string[];
    /**
     * A peer connection that is set up over WHIP or WHEP and keeps itself up: a broken path is repaired by
     * an ICE restart, and when that does not help, or the server knows the session no more, by a new
     * session, with growing pauses, until `close`. What flows, and how one sees that it does, is the
     * subclasses'.
     *
     * @extends {Emitter<PeerEvents>}
     */
    export class HttpPeer extends Emitter<PeerEvents> {
        /**
         * @param {string} endpoint
         * @param {string} [token]
         */
        constructor(endpoint: string, token?: string);
        /** @type {PeerState} */
        state: PeerState;
        /** @type {RTCPeerConnection | null} */
        pc: RTCPeerConnection | null;
        /** How many watch, as the server tells. @type {number | null} */
        viewers: number | null;
        endpoint: string;
        token: string;
        /**
         * Adds what this peer sends or receives to a new connection.
         *
         * @param {RTCPeerConnection} _pc
         * @returns {void}
         */
        addMedia(_pc: RTCPeerConnection): void;
        /**
         * What of the server's answer the browser gets to see.
         *
         * @param {string} sdp
         * @returns {string}
         */
        takeAnswer(sdp: string): string;
        /** The answer has been taken in. */
        answered(): void;
        /**
         * Looks at a connection that stands, twice a second.
         *
         * @param {RTCStatsReport} _report
         * @returns {'live' | 'waiting'}
         */
        look(_report: RTCStatsReport): "live" | "waiting";
        /**
         * Hears `active`, `inactive`, `layerswanted`, or `lost` when there will be no more.
         *
         * @param {string} _type
         * @param {any} _data
         */
        heard(_type: string, _data: any): void;
        /**
         * Whether trying again cannot help.
         *
         * @param {unknown} error
         * @returns {boolean}
         */
        isFinal(error: unknown): boolean;
        /** Goes on until `close`, or until the server refuses for good. */
        run(): Promise<void>;
        /** Ends it and tells the server; also while the page closes. */
        close(): void;
        #private;
    }
    /**
     * Where a peer is: `waiting` means connected while nothing flows yet.
     */
    export type PeerState = "connecting" | "waiting" | "live" | "reconnecting" | "failed" | "closed";
    export type PeerEvents = {
        state: {
            state: PeerState;
            error: WeirError | null;
        };
        /**
         * a new connection's media; arrives before its first frame
         */
        stream: {
            stream: MediaStream;
        };
        /**
         * how many watch; null while the server does not tell
         */
        viewers: {
            count: number | null;
        };
        /**
         * the video codecs that the server agreed to, in order
         */
        codecs: {
            codecs: string[];
        };
    };
    import { Emitter } from "weir-client/emitter";
    import { WeirError } from "weir-client/errors";
}
declare module "weir-client/whip" {
    /**
     * The video codecs that this browser can send.
     *
     * @returns {string[]} such as `VP8`
     */
    export function sendableVideoCodecs(): string[];
    /**
     * An SDP whose video payload types begin with those of one codec, where it has any.
     *
     * @param {string} sdp
     * @param {string} codec such as `H264`
     * @returns {string}
     */
    export function codecFirst(sdp: string, codec: string): string;
    /**
     * Presents over WHIP (RFC 9725), and connects again by itself. Tracks, bitrate and what matters may be
     * changed at any time.
     */
    export class WhipPublisher extends HttpPeer {
        /**
         * @param {string} endpoint
         * @param {MediaStream} stream its first audio and video tracks are sent
         * @param {WhipOptions} [options]
         */
        constructor(endpoint: string, stream: MediaStream, options?: WhipOptions);
        options: WhipOptions;
        /**
         * Sends another track from now on, without interruption.
         *
         * @param {'audio' | 'video'} kind
         * @param {MediaStreamTrack | null} track null sends nothing
         */
        replaceTrack(kind: "audio" | "video", track: MediaStreamTrack | null): Promise<void>;
        /**
         * Changes the highest bitrate or what matters, while it goes on.
         *
         * @param {{maxBitrate?: number, degradation?: DegradationPreference}} changes
         */
        adjust(changes: {
            maxBitrate?: number;
            degradation?: DegradationPreference;
        }): Promise<void>;
        /**
         * @param {RTCStatsReport} _report
         * @returns {'live'}
         */
        look(_report: RTCStatsReport): "live";
        #private;
    }
    /**
     * What matters when not everything fits: `maintain-framerate`, `maintain-resolution` or `balanced`.
     */
    export type DegradationPreference = "balanced" | "maintain-framerate" | "maintain-resolution";
    export type WhipOptions = {
        token?: string;
        /**
         * video codec to prefer, such as `H264`; taken where browser and room know it
         */
        codec?: string;
        /**
         * of the video's best encoding, bits per second; as much as the network takes by default
         */
        maxBitrate?: number;
        /**
         * as in `PublishOptions`; servers that take one encoding get one
         */
        simulcast?: boolean | RTCRtpEncodingParameters[];
        degradation?: DegradationPreference;
    };
    import { HttpPeer } from "weir-client/http-peer";
}
declare module "weir-client/whep" {
    /**
     * Watches one presenter over WHEP (draft-ietf-wish-whep-03), and connects again by itself.
     */
    export class WhepViewer extends HttpPeer {
        /** @param {string} type */
        heard(type: string): void;
        #private;
    }
    export type ViewerState = import("weir-client/http-peer").PeerState;
    import { HttpPeer } from "weir-client/http-peer";
}
