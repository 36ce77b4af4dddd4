package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message to everybody in a room, as those who come later read it.
 *
 * @param from the sender's id, who may be gone
 * @param name the sender's name when they sent it
 * @param topic the message's topic
 * @param payload any JSON value
 * @param time when the server took it, in epoch milliseconds
 */
public record ChatEntry(
    String from,
    String name,
    String topic,
    @JsonInclude(JsonInclude.Include.ALWAYS) JsonNode payload,
    long time) {}
