import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { renderVideo } from '../../../../src/engines/video/render.ts';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { scratched } from '../../../support/pictures/masters/scratched.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';
import { makeClip, testSource, tone } from '../../../support/video/clips.ts';
import { encodeOutputs, ordersOf } from '../../../support/video/encode-outputs.ts';

/** The result of one small encoding of a clip. */
async function encoded(file: string, mime = 'video/mp4') {
  const facts = await probeVideo(file, mime, ENGINE_CONTEXT);
  const scratch = ownFolder();
  const renditions = encodeOutputs(['name: small, height: 60, crf: 30'], facts, scratch).map(({ picture, sound }) => ({
    ...({ name: 'small', role: 'encoding', extension: 'mp4' } as const),
    recipe: { kind: 'encoding', picture, sound } as const,
  }));
  const master = { file, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: '' };
  const job = { asset: 'clip', master, facts, renditions, memoryBytes: 0, held: true };
  return renderVideo(job, facts, scratch, ENGINE_CONTEXT);
}

describe('a clip that is damaged in parts', () => {
  it.each([
    ['as its decoder tells in errors', ['-c:v', 'libx264', '-g', '5', '-crf', '10'], 0x55],
    ['as it tells in warnings alone', ['-c:v', 'libx264', '-g', '25', '-crf', '20'], 0xff],
  ])('is shown as it came, and told of %s', async (_how, codec, value) => {
    const folder = ownFolder();
    const good = makeClip(folder, 'good.mp4', [...testSource('160x90', 10, 2), ...codec, '-c:a', 'aac']);
    const bad = join(folder, 'bad.mp4');
    writeFileSync(bad, scratched(readFileSync(good), value));
    const [whole, damaged] = [await encoded(good), await encoded(bad)];
    expect(whole).toMatchObject({ failures: [], warnings: [] });
    expect(whole).not.toHaveProperty('damage');
    expect(damaged).toMatchObject({ failures: [], artefacts: [{ name: 'small' }] });
    expect(damaged.damage).toMatch(/frames|packets/);
    expect(damaged.warnings).toEqual([expect.stringContaining(damaged.damage ?? '')]);
  });

  it('is no clip of whole ones that were joined', async () => {
    const folder = ownFolder();
    const codecs = ['-c:v', 'libx264', '-g', '25', '-c:a', 'aac'];
    const parts = ['a.ts', 'b.ts'].map((name) => makeClip(folder, name, [...testSource('160x90', 25, 2), ...codecs]));
    const joined = join(folder, 'joined.ts');
    writeFileSync(joined, Buffer.concat(parts.map((part) => readFileSync(part))));
    const made = await encoded(joined, 'video/MP2T');
    expect(made).toMatchObject({ failures: [], artefacts: [{ name: 'small' }] });
    expect(made).not.toHaveProperty('damage');
  });
});

const STILLS_AND_CLIP = ordersOf([
  'poster: false',
  "thumbnails: ['0%', '50%', '99%']",
  'encodings: [{ name: one, height: 90, videoBitrate: 80k }]',
]);

/** Half a second of black, then half a second of white, and sound that goes on for six. */
const soundGoesOn = (folder: string, name: string, codec: readonly string[]): string =>
  makeClip(folder, name, [
    ...['-f', 'lavfi', '-i', 'color=white:size=160x90:rate=10:duration=1', ...tone(440, 6)],
    ...['-vf', "drawbox=t=fill:color=black:enable='lt(t,0.45)'", ...codec],
  ]);

/** A rendition and stills of a clip: what failed, what was told, and which stills are white (1). */
async function makeAll(file: string) {
  const facts = await probeVideo(file, 'video/mp4', ENGINE_CONTEXT);
  const master = { file, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: '' };
  const job = { asset: 'clip', master, facts, renditions: STILLS_AND_CLIP, memoryBytes: 0, held: true };
  const made = await renderVideo(job, facts, ownFolder(), ENGINE_CONTEXT);
  const stills = made.artefacts.filter(({ name }) => name.startsWith('thumbnail'));
  const bright = stills.map(async (still) => {
    const { channels } = await sharp(await readFile(still.file)).stats();
    return [still.name, Math.round((channels[0]?.mean ?? 0) / 255)] as const;
  });
  return { ...made, facts, bright: Object.fromEntries(await Promise.all(bright)) };
}

describe('pictures that end long before the sound', () => {
  it.each([
    ['a.mp4', ['-c:a', 'aac']],
    ['a.mkv', ['-c:a', 'aac']],
    ['a.webm', ['-c:v', 'libvpx', '-c:a', 'libvorbis']],
    ['a.wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2']],
    ['a.flv', ['-c:v', 'flv', '-c:a', 'libmp3lame', '-ar', '44100']],
    ['a.ts', ['-c:v', 'mpeg2video', '-c:a', 'mp2']],
  ])('are whole, and the last of them stands for what is behind it: %s', async (name, codec) => {
    const { failures, damage, bright, facts } = await makeAll(soundGoesOn(ownFolder(), name, codec));
    expect({ failures, damage }).toEqual({ failures: [], damage: undefined });
    expect(bright).toEqual({ 'thumbnail-1': 0, 'thumbnail-2': 1, 'thumbnail-3': 1 });
    expect(facts.durationSeconds).toBeGreaterThan(5.5);
  });
});
