package io.weir.signaling.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.signaling.auth.Authenticator;

/**
 * What every session works with.
 *
 * @param rooms all rooms
 * @param sessions sessions that can be resumed
 * @param negotiations answers offers
 * @param members what members of a room ask for
 * @param statistics tells members what is measured of them
 * @param moderators what moderators ask for
 * @param authenticator checks tokens
 * @param iceServers RTCIceServer objects for clients
 * @param timing how long to wait
 */
public record SessionServices(
    RoomDirectory rooms,
    ClientSessions sessions,
    Negotiations negotiations,
    MemberRequests members,
    MemberStatistics statistics,
    ModeratorRequests moderators,
    Authenticator authenticator,
    ArrayNode iceServers,
    Timing timing) {}
