// An application in TypeScript, as docs/client.md has it: compiled against weir-client.d.ts by types.mjs, never run.
import { connect, WeirError, type WeirClient } from 'weir-client';
import { WhipPublisher } from 'weir-client/whip';

export async function call(camera: MediaStreamTrack): Promise<WeirClient> {
  try {
    const weir = await connect({ url: 'https://weir.example', room: 'standup', name: 'Ada' });
    weir.on('participantJoined', ({ participant }) => console.log(participant.name.toUpperCase()));
    weir.on('slotMedia', ({ slot }) => console.log(slot.index + 1, slot.mediaTrack?.id));
    await weir.setSlots({ audio: 3, video: 4 });
    await weir.publish(camera, { source: 'camera', maxBitrate: 1_000_000 });
    // @ts-expect-error there is no such source
    await weir.publish(camera, { source: 'periscope' });
    return weir;
  } catch (error) {
    if (error instanceof WeirError) console.log(error.code.length);
    throw error;
  }
}

export const present = (stream: MediaStream) => new WhipPublisher('https://weir.example/whip/lab', stream, { codec: 'H264' });
