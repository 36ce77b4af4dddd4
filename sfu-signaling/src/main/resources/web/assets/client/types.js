/**
 * The shapes that travel between a Weir server and its clients, and those that WeirClient hands out.
 * Types only: nothing here runs.
 */

/** @typedef {'audio' | 'video'} MediaKind */

/** @typedef {'camera' | 'microphone' | 'screen' | 'screenAudio' | 'custom'} TrackSource */

/**
 * What somebody publishes.
 * @typedef {object} TrackInfo
 * @property {string} id
 * @property {string} participant id of the participant who publishes it
 * @property {MediaKind} kind
 * @property {TrackSource} source
 * @property {string} [name]
 * @property {boolean} muted
 * @property {number} csrc the number that every packet of this track carries
 */

/**
 * Somebody in the room.
 * @typedef {object} ParticipantInfo
 * @property {string} id unique per join
 * @property {string} identity the token's subject, otherwise the id
 * @property {string} name
 * @property {Record<string, unknown>} metadata
 * @property {number} joinedAt epoch milliseconds
 * @property {TrackInfo[]} tracks
 */

/**
 * @typedef {object} RoomInfo
 * @property {string} name
 * @property {ParticipantInfo[]} participants
 * @property {string[]} activeSpeakers loudest first
 */

/**
 * @typedef {object} JoinReply
 * @property {string} session
 * @property {ParticipantInfo} participant oneself
 * @property {RoomInfo} room
 * @property {ChatEntry[]} history what was said to everybody, newest last
 * @property {RTCIceServer[]} iceServers
 * @property {string[]} can rights
 * @property {number} seq last event that `room` includes
 */

/**
 * @typedef {object} ResumeReply
 * @property {RTCIceServer[]} iceServers
 * @property {string[]} can rights
 * @property {number} seq last event so far; missed ones follow
 */

/**
 * A message to everybody with the topic `chat`.
 * @typedef {object} ChatEntry
 * @property {string} from the sender's participant id, who may be gone
 * @property {string} name the sender's name at that time
 * @property {string} topic
 * @property {unknown} payload
 * @property {number} time epoch milliseconds, the server's
 */

/** @typedef {{type: string, seq: number} & Record<string, any>} ServerEvent */

/** @typedef {'view' | 'automatic' | 'unpublished' | 'left' | 'codec' | 'bandwidth'} SlotReason */

/**
 * What a slot should show. `slot` is its index among its kind (video unless `kind` says audio);
 * without `track` the server chooses, with `null` the slot stays empty.
 * @typedef {object} SlotView
 * @property {number} [slot]
 * @property {string} [mid]
 * @property {MediaKind} [kind]
 * @property {string | null} [track]
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [priority]
 */

/**
 * Whom a displayed frame belongs to; nobody while a slot changes from one person to another.
 * @typedef {object} FrameLabel
 * @property {number | null} csrc the number that the frame carries
 * @property {TrackInfo | null} track
 * @property {ParticipantInfo | null} participant
 * @property {'frame' | 'binding'} from read off the frame itself, or only off the slot's binding
 */

/**
 * What is sent or received: payload of a stream, or all of a transport.
 * @typedef {object} MeasuredTraffic
 * @property {number} packets
 * @property {number} bytes
 * @property {number} bitrate bits per second
 */

/**
 * One RTP stream, as the server measures it; `openapi.json` says more of each.
 * @typedef {object} MeasuredStream
 * @property {string} [rid] of one of several encodings
 * @property {number} ssrc
 * @property {string | null} codec
 * @property {MeasuredTraffic} media
 * @property {number} retransmissions
 * @property {number} nacks
 * @property {number} keyFrameRequests
 * @property {number} lost
 * @property {number} lossRatio 0 to 1
 * @property {number} jitterMs
 * @property {number} frames
 * @property {number} frameRate
 * @property {number} keyFrames
 * @property {number | null} width
 * @property {number | null} height
 */

/**
 * One's association with the server.
 * @typedef {object} MeasuredTransport
 * @property {string} state `new`, `connecting`, `connected`, `failed`, `closed`
 * @property {boolean} idle
 * @property {{protocol: 'udp' | 'tcp', remoteAddress: string, remotePort: number} | null} path
 * @property {string | null} srtpProfile
 * @property {number | null} roundTripMs
 * @property {MeasuredTraffic} received by the server
 * @property {MeasuredTraffic} sent by the server
 * @property {{estimateBps: number | null, acknowledgedBps: number | null, lossRatio: number | null, roundTripMs: number | null}} link
 *   what the link from the server is believed to carry, and what arrives over it
 * @property {{packets: number, bytes: number, longestMs: number, refusedFrames: number, givenUpPackets: number} | null} queue
 *   what waits at the server so that the link is not overrun
 */

/**
 * What a slot was given of its track, and why nothing of it comes, if so.
 * @typedef {object} MeasuredAllocation
 * @property {string | null} rid
 * @property {number | null} temporalLayer null: all of them
 * @property {'bandwidth' | 'muted' | 'inactive' | null} paused
 * @property {number | null} bitrate set aside for it, in bits per second
 * @property {number | null} width as asked for
 * @property {number | null} height as asked for
 * @property {number} priority as asked for
 */

/**
 * What the server sends in a slot.
 * @typedef {object} MeasuredSlot
 * @property {string} mid
 * @property {MediaKind} kind
 * @property {string | null} track
 * @property {string | null} participant
 * @property {boolean} awaitsKeyFrame
 * @property {string | null} rid of the encoding that it shows, where there are several
 * @property {number | null} temporalLayer the highest that comes; null: all of them
 * @property {MeasuredAllocation} allocation
 * @property {number | null} freezes as this client reported
 * @property {number | null} frozenMs as this client reported
 * @property {MeasuredStream} stream
 */

/**
 * @typedef {object} ServerStats
 * @property {MeasuredTransport | null} transport null before the first offer, or when the server does not know
 * @property {(TrackInfo & {streams: MeasuredStream[]})[]} tracks what one publishes
 * @property {MeasuredSlot[]} slots
 */

/**
 * What the browser has counted in a slot since its connection began.
 * @typedef {object} SeenSlot
 * @property {string} mid
 * @property {number} [freezes] `freezeCount`
 * @property {number} [frozenMs] 1000 times `totalFreezesDuration`, as an integer
 */

/** @typedef {'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed'} ConnectionState */

/**
 * Why somebody who was in the room joined again as somebody new: the session had ended meanwhile
 * (`expired`: away for too long, or the server was started again), the server ended in order
 * (`shutdown`), or no way for sound and picture was left (`media`).
 * @typedef {'expired' | 'shutdown' | 'media'} RejoinCause
 */

/**
 * @typedef {object} ConnectionChange
 * @property {ConnectionState} state
 * @property {boolean} resuming reconnecting, but media may go on and nobody else notices
 * @property {'none' | 'waiting' | 'flowing' | 'interrupted'} media
 * @property {number} attempt how many attempts the current reconnection has made
 */

/**
 * @typedef {object} TextMessage
 * @property {string} from
 * @property {string[]} [to]
 * @property {string} [topic]
 * @property {unknown} payload
 * @property {number} time
 */

/**
 * @typedef {object} PublishOptions
 * @property {TrackSource} [source]
 * @property {string} [name]
 * @property {boolean} [muted]
 * @property {number} [maxBitrate] bits per second; of a video's best encoding, by its size where left out
 * @property {boolean | RTCRtpEncodingParameters[]} [simulcast] whether a video is sent in several encodings at once, of
 *   which everybody gets what their place and link take: `true` by default, as many as its size is worth; `false` sends
 *   one; or the encodings themselves, lowest resolution first
 */

/**
 * @typedef {object} ConnectOptions
 * @property {string} room
 * @property {string} [url] the server's address (http, https, ws or wss); the page's own by default
 * @property {string} [token]
 * @property {string} [name]
 * @property {Record<string, unknown>} [metadata]
 * @property {number} [maxReconnects] attempts in a row before giving up, 200 by default: about 25 minutes
 */

/**
 * @typedef {object} WeirEvents
 * @property {{participant: ParticipantInfo}} participantJoined
 * @property {{participant: ParticipantInfo}} participantUpdated
 * @property {{participant: ParticipantInfo, reason: string}} participantLeft
 * @property {{track: TrackInfo}} trackPublished
 * @property {{track: TrackInfo}} trackUnpublished
 * @property {{track: TrackInfo, muted: boolean, by?: string}} trackMuted by a moderator, where `by` names one
 * @property {{can: string[]}} rightsChanged what this participant may do from now on
 * @property {{slot: import('./slots.js').Slot, reason: SlotReason | 'reset'}} slotChanged
 * @property {{slot: import('./slots.js').Slot}} slotSwitching another track was asked for than the slot shows
 * @property {{slot: import('./slots.js').Slot}} slotMedia the slot has another MediaStreamTrack
 * @property {{participants: string[]}} activeSpeakers
 * @property {{publication: import('./publication.js').Publication, rids: string[]}} layersWanted which encodings of a
 *   publication somebody uses; the others have been switched off, all of them when nobody watches
 * @property {TextMessage} message
 * @property {ConnectionChange} connectionState
 * @property {{room: RoomInfo}} roomState the whole state was replaced, after joining or joining again
 * @property {{cause: RejoinCause}} rejoined in the room again, as somebody new, with all that was published and asked for
 * @property {{entries: ChatEntry[]}} history the chat has grown, or was replaced after joining
 * @property {{reason: string, retryAfterMs: number}} goAway the server is about to end; the call goes on until it does
 * @property {{reason: string, error: import('./errors.js').WeirError | null}} closed
 */

export {};
