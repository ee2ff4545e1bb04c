import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSegments } from '../../../../../src/engines/video/mp4/read-segments.ts';
import { runFfmpeg } from '../../../../../src/engines/video/ffmpeg/ffmpeg.ts';
import { trackArguments } from '../../../../../src/engines/video/ffmpeg/track-arguments.ts';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
import { CLIP } from '../../../../support/video/clips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

describe('the codec of sound in fragments', () => {
  it('is the one that its configuration names', async () => {
    const folder = ownFolder();
    const file = `${folder}/a.mp4`;
    const sound = { codec: 'aac', bitrate: 64_000 } as const;
    const args = trackArguments(
      ['-f', 'lavfi', '-i', 'sine=duration=1'],
      [{ file, source: { from: '0:a' }, sound }],
      CLIP,
    );
    await runFfmpeg(await findTools({}), args, { cwd: folder, seconds: 1, onShare: () => undefined });
    expect((await readSegments(file))?.codecs).toBe('mp4a.40.2');

    // As an encoder of HE-AAC begins its configuration; ours has none that writes it.
    const bytes = readFileSync(file);
    const at = bytes.indexOf(Buffer.from([0x05, 0x80, 0x80, 0x80]), bytes.indexOf('esds')) + 5;
    bytes.writeUInt8((5 << 3) | (bytes.readUInt8(at) & 7), at);
    writeFileSync(file, bytes);
    expect((await readSegments(file))?.codecs).toBe('mp4a.40.5');
  });
});
