import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from '../../../main/resources/web/weir-client.js';
import { eventually, FakeServer, media, peers, person, servers, settle, takeBrowsersPlace } from './fake-server.js';

describe('weir client', () => {
  let client;

  beforeEach(takeBrowsersPlace);

  afterEach(() => client?.leave());

  async function join(options) {
    client = await connect({ url: 'http://127.0.0.1', room: 'standup', name: 'Ada', ...options });
    return servers.at(-1);
  }

  it('should join with what it was given', async () => {
    const server = await join({ token: 'secret', metadata: { seat: 3 } });
    const [{ room, name, token, metadata }] = server.of('join');
    assert.deepEqual([room, name, token, metadata], ['standup', 'Ada', 'secret', { seat: 3 }]);
    assert.equal(client.state, 'connected');
  });

  it('should reject with the server’s code when it may not enter', async () => {
    FakeServer.plan.push({ refuse: { join: ['unauthorized'] } });
    await assert.rejects(join(), { code: 'unauthorized' });
    client = null;
  });

  it('should put slots and tracks that are asked for together into one offer', async () => {
    const server = await join();
    await Promise.all([
      client.setSlots({ audio: 1, video: 2 }),
      client.publish(media('audio')),
      client.publish(media('video'), { muted: true }),
    ]);
    assert.equal(server.offers.length, 1);
    assert.deepEqual(server.offers[0].tracks, [
      { mid: '3', source: 'microphone' },
      { mid: '4', source: 'camera', muted: true },
    ]);
    assert.deepEqual(client.slots.video.map(({ mid }) => mid), ['1', '2']);
  });

  it('should offer again only after the answer to the offer before', async () => {
    const server = await join();
    const first = client.setSlots({ video: 1 });
    await settle();
    const second = client.setSlots({ video: 2 });
    const third = client.publish(media('audio'));
    await Promise.all([first, second, third]);
    assert.equal(server.offers.length, 2);
    assert.deepEqual(server.offers[1].tracks, [{ mid: '2', source: 'microphone' }]);
  });

  it('should repeat an offer that met another one', async () => {
    FakeServer.plan.push({ refuse: { offer: ['offer_pending'] } });
    const server = await join();
    await client.setSlots({ video: 1 });
    assert.equal(server.of('offer').length, 2);
  });

  it('should roll back an offer that was refused, tell who asked, and not offer that again', async () => {
    FakeServer.plan.push({ refuse: { offer: ['no_common_codec'] } });
    const server = await join();
    await assert.rejects(client.publish(media('video')), { code: 'no_common_codec' });
    assert.equal(peers[0].signalingState, 'stable');
    assert.equal(client.state, 'connected');
    await client.publish(media('audio'));
    assert.deepEqual(server.offers[0].tracks, [{ mid: '0', source: 'microphone' }]);
  });

  it('should bind slots as the server says', async () => {
    const server = await join();
    await client.setSlots({ audio: 1, video: 1 });
    const changes = [];
    client.on('slotChanged', ({ slot, reason }) => changes.push([slot.kind, slot.track, reason]));
    server.event('slotChanged', { mid: '1', track: 'v1', participant: 'ben', reason: 'automatic' });
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'left' });
    server.event('slotChanged', { mid: '9', track: 'v2', participant: 'cem', reason: 'view' });
    assert.deepEqual(changes, [['video', 'v1', 'automatic'], ['video', null, 'left']]);
  });

  it('should offer a camera in three encodings, the lowest resolution first, and sound in one', async () => {
    await join();
    await Promise.all([client.publish(media('video')), client.publish(media('audio')), client.publish(media('video'), { simulcast: false })]);
    const rids = peers[0].transceivers.map(({ sendEncodings }) => sendEncodings.map(({ rid }) => rid));
    assert.deepEqual(rids, [['q', 'h', 'f'], [undefined], [undefined]]);
  });

  it('should offer again the header extensions that several encodings need', async () => {
    await join();
    await client.publish(media('video'), { simulcast: false });
    const extensions = [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', direction: 'stopped' }, { uri: 'other', direction: 'stopped' }];
    const { addTransceiver } = peers[0];
    peers[0].addTransceiver = (...args) => {
      const transceiver = addTransceiver.apply(peers[0], args);
      transceiver.sender.getParameters = () => ({ encodings: transceiver.sendEncodings });
      transceiver.sender.setParameters = async () => {};
      return Object.assign(transceiver, {
        getHeaderExtensionsToNegotiate: () => structuredClone(extensions),
        setHeaderExtensionsToNegotiate: (changed) => (transceiver.offered = changed.map(({ direction }) => direction)),
      });
    };
    await client.publish(media('video'), { source: 'screen' });
    await client.publish(media('video'), { source: 'custom', simulcast: false });
    assert.deepEqual(peers[0].transceivers.map(({ offered }) => offered), [undefined, ['sendrecv', 'stopped'], undefined]);
  });

  it('should know which encodings somebody uses until it has to join again', async () => {
    const server = await join();
    const publication = await client.publish(media('video'));
    const told = [];
    client.on('layersWanted', ({ publication: whose, rids }) => told.push([whose === publication, rids]));
    assert.equal(publication.layersWanted, null);
    server.event('layersWanted', { mid: '0', rids: ['q'] });
    server.event('layersWanted', { mid: '7', rids: ['q'] });
    assert.deepEqual(told, [[true, ['q']]]);
    assert.deepEqual(publication.layersWanted, ['q']);

    server.lose();
    await eventually(() => servers.length > 1 && client.state === 'connected');
    assert.deepEqual(publication.layersWanted, ['q'], 'the session goes on');
    servers.at(-1).seq = server.seq;
    servers.at(-1).event('roomClosed', { reason: 'shutdown' });
    await eventually(() => servers.length > 2 && client.state === 'connected');
    assert.equal(publication.layersWanted, null);
  });

  it('should know whose picture is paused because the connection cannot carry it', async () => {
    const server = await join();
    await client.setSlots({ video: 2 });
    const [asked, automatic] = client.slots.video;
    await client.view([{ slot: 0, track: 'v1' }]);
    server.event('slotChanged', { mid: '0', track: null, participant: null, reason: 'bandwidth' });
    assert.deepEqual([asked.track, asked.paused, asked.switching], [null, 'v1', false]);
    server.event('slotChanged', { mid: '0', track: 'v1', participant: 'ben', reason: 'bandwidth' });
    assert.deepEqual([asked.track, asked.paused], ['v1', null]);

    server.event('slotChanged', { mid: '1', track: 'v2', participant: 'cem', reason: 'automatic' });
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'bandwidth' });
    assert.equal(automatic.paused, 'v2');
    await client.view([{ slot: 1, track: 'v3' }]);
    assert.equal(automatic.paused, 'v3', 'still nothing fits');
    server.event('slotChanged', { mid: '1', track: null, participant: null, reason: 'left' });
    assert.equal(automatic.paused, null);
  });

  it('should ask for views by slot', async () => {
    const server = await join();
    await client.setSlots({ audio: 1, video: 2 });
    await client.view([{ slot: 1, track: 'v1', width: 640, height: 360 }, { slot: 0, track: null }]);
    assert.deepEqual(server.of('view')[0].slots, [
      { mid: '2', track: 'v1', width: 640, height: 360 },
      { mid: '1', track: null },
    ]);
    await assert.rejects(client.view([{ slot: 7 }]), { code: 'unknown_mid' });
  });

  it('should name nobody between asking for another track and its first frame', async () => {
    FakeServer.plan.push({ refuse: { view: ['unknown_track'] } });
    const server = await join();
    await client.setSlots({ video: 1 });
    const [slot] = client.slots.video;
    server.event('slotChanged', { mid: '0', track: 'v1', participant: 'ben', reason: 'automatic' });
    const heard = [];
    client.on('slotSwitching', () => heard.push('switching'));
    await client.view([{ slot: 0, track: 'v1' }]).catch(() => heard.push('refused'));
    await client.view([{ slot: 0, track: 'v2' }]);
    assert.deepEqual([heard, slot.switching], [['refused', 'switching'], true]);
    assert.equal(client.labelOf(slot).participant, null);
    server.event('slotChanged', { mid: '0', track: 'v2', participant: 'ben', reason: 'view' });
    assert.equal(slot.switching, false);
  });

  it('should stay muted when an operator has muted it, and pass over late echoes of its own mutes', async () => {
    const server = await join();
    const track = media('audio');
    const publication = await client.publish(track);
    const own = { id: 't1', participant: client.participant, kind: 'audio', source: 'microphone', muted: false, csrc: 0 };
    server.event('trackPublished', { track: own });
    server.event('trackMuted', { track: 't1', muted: true });
    assert.ok(!publication.muted);
    server.event('trackMuted', { track: 't1', muted: true, by: 'operator' });
    assert.ok(publication.muted);
    assert.ok(!track.enabled);
    await client.setSlots({ audio: 1 });
    assert.deepEqual(server.offers.at(-1).tracks, [{ mid: '0', source: 'microphone', muted: true }]);
  });

  it('should mute here and at the server', async () => {
    const server = await join();
    const track = media('audio');
    const publication = await client.publish(track);
    await client.mute(publication, true);
    assert.equal(track.enabled, false);
    assert.equal(server.of('mute')[0].muted, true);
  });

  it('should list what is left after unpublishing', async () => {
    const server = await join();
    const audio = await client.publish(media('audio'));
    await client.publish(media('video'));
    await client.unpublish(audio);
    assert.equal(server.of('unpublish')[0].mid, '0');
    assert.deepEqual(server.offers.at(-1).tracks, [{ mid: '1', source: 'camera' }]);
    assert.equal(peers[0].transceivers[0].direction, 'inactive');
  });

  it('should offer again when the server asks', async () => {
    const server = await join();
    await client.setSlots({ video: 1 });
    server.event('renegotiate', { reason: 'codec' });
    await settle();
    assert.equal(server.offers.length, 2);
  });

  it('should take in events that overtook the reply to join', async () => {
    FakeServer.plan.push({
      answer(request) {
        this.event('participantJoined', { participant: person('early') });
        this.seq = 0;
        FakeServer.prototype.answer.call(this, request);
      },
    });
    await join();
    assert.deepEqual(client.others.map(({ id }) => id), ['early']);
  });

  it('should say goodbye and stay away', async () => {
    const server = await join();
    const closed = new Promise((resolve) => client.on('closed', resolve));
    await client.leave();
    assert.equal(server.of('leave').length, 1);
    assert.equal(server.closedWith, 1000);
    assert.equal((await closed).reason, 'left');
    await client.leave();
    await assert.rejects(client.sendMessage('x'), { code: 'connection_lost' });
  });
});
