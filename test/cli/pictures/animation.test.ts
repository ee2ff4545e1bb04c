import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { png } from '../../../src/engines/formats/png.ts';
import { writeApngFrames } from '../../../src/engines/formats/png/read-apng.ts';
import { NO_METADATA } from '../../../src/engines/image/metadata/source-metadata.ts';
import type { Timing } from '../../../src/engines/picture.ts';
import { formatOf } from '../../../src/model/formats/output-formats.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { makeClip } from '../../support/video/clips.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

const COLORS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
] as const;

/** Three frames, each of one colour with a white left half. */
function moving(width = 60, height = 40) {
  const rows = COLORS.flatMap((color) =>
    Array.from({ length: height }, () =>
      Array.from({ length: width }, (_, x) => (x < width / 2 ? [255, 255, 255] : [...color])),
    ),
  );
  const raw = { width, height: height * COLORS.length, channels: 3, pageHeight: height } as const;
  return sharp(Uint8Array.from(rows.flat(2)), { raw });
}

/** The same as an animated PNG. */
async function movingPng(timing: Timing): Promise<Buffer> {
  const { data, info } = await moving().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = { data, width, height, channels, frameHeight: height / COLORS.length, pixelType: 'rgb' } as const;
  const order = { format: formatOf({ format: 'png' }), output: {}, metadata: 'none', source: NO_METADATA } as const;
  return (await png.encoder.encode(pixels, { ...order, timing })).bytes;
}

/** The size, the time, and the mean colour of each frame of a file. */
async function framesOf(file: string) {
  const { pages = 1, delay, loop, width, height } = await sharp(file).metadata();
  const colors = await Promise.all(
    Array.from({ length: pages }, async (_, page) => {
      const { channels } = await sharp(file, { page }).stats();
      return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 16));
    }),
  );
  return { pages, delay, loop, size: [width, height], colors };
}

const half = [
  [16, 8, 8],
  [8, 16, 8],
  [8, 8, 16],
].map((color) => color.map((value) => expect.toSatisfy((got: number) => Math.abs(got - value) <= 1) as number));

describe('masters that move', () => {
  it('keep their frames, delays and loops where the file can hold them, through crops and sizes', async () => {
    const folder = ownFolder();
    writeFiles(folder, {
      'dmx.yaml':
        'library: lib\nprofiles: [p.yaml]\nfolders: [{ path: "**", image: kept }, { path: still, image: still }]\n',
      'p.yaml': `kind: image-profile
name: kept
animation: keep
renditions:
  - { name: gif, modifiers: "wid=30&fmt=gif" }
  - { name: webp, modifiers: "wid=20&hei=20&fit=crop,1&fmt=webp&qlt=90", smartImaging: { formats: [avif, jpeg], widths: [10, 20] } }
  - { name: jpeg, modifiers: "wid=30&fmt=jpeg" }
  - { name: png, modifiers: "wid=30&fmt=png" }
  - { name: first, modifiers: "wid=30&fmt=gif&animation=first" }
---
kind: image-profile
name: still
renditions: [{ name: gif, modifiers: "wid=30&fmt=gif" }]
`,
    });
    mkdirSync(join(folder, 'lib/still'), { recursive: true });
    const timing = { delay: [100, 250, 40], loop: 3 };
    const gif = await moving().gif(timing).toBuffer();
    for (const name of ['a.gif', 'still/b.gif']) writeFileSync(join(folder, 'lib', name), gif);
    writeFileSync(join(folder, 'lib/c.webp'), await moving().webp(timing).toBuffer());
    writeFileSync(join(folder, 'lib/d.png'), await movingPng(timing));
    // A sequence of AV1, of which each frame follows from the one before.
    const avif = [
      '-enc_time_base',
      '1:100',
      '-c:v',
      'libaom-av1',
      '-cpu-used',
      '8',
      '-crf',
      '5',
      '-pix_fmt',
      'yuv420p',
    ];
    makeClip(join(folder, 'lib'), 'e.avif', ['-i', join(folder, 'lib/a.gif'), '-fps_mode', 'passthrough', ...avif]);
    const { exit, stderr } = await dmx(folder, 'ingest');
    expect(exit).toBe(0);
    expect(stderr).not.toContain('frames is kept');

    const output = join(folder, 'dmx-out');
    const file = (asset: string, name: string): string => join(output, 'renditions', asset, name);
    for (const asset of ['a.gif', 'c.webp', 'd.png']) {
      const kept = { pages: 3, ...timing };
      expect(await framesOf(file(asset, 'gif.gif'))).toMatchObject({ ...kept, size: [30, 20], colors: half });
      expect(await framesOf(file(asset, 'webp.webp'))).toMatchObject({ ...kept, size: [20, 20], colors: half });
      expect(await framesOf(file(asset, 'webp@10w.webp'))).toMatchObject({ ...kept, size: [10, 10] });
      const frames = join(folder, `${asset}.tif`);
      expect(await writeApngFrames(file(asset, 'png.png'), frames)).toEqual(timing);
      expect(await framesOf(frames)).toMatchObject({ pages: 3, size: [30, 20], colors: half });
      for (const name of ['jpeg.jpg', 'first.gif'])
        expect(await framesOf(file(asset, name))).toMatchObject({ pages: 1, colors: half.slice(0, 1) });
      // AVIF and JPEG beside it would stand still.
      const listed = (await openManifest(output)).asset(asset)?.renditions.find(({ name }) => name === 'webp');
      expect(listed?.alternates?.map(({ mime }) => mime)).toEqual(['image/webp']);
    }
    const shown = await framesOf(file('e.avif', 'webp.webp'));
    expect(shown).toMatchObject({
      pages: 3,
      delay: [100, 250, expect.any(Number)],
      loop: 0,
      size: [20, 20],
      colors: half,
    });
    expect(await framesOf(file('still/b.gif', 'gif.gif'))).toMatchObject({ pages: 1 });
    expect(await dmx(folder, 'ingest', '--check')).toMatchObject({ exit: 0 });
  });
});
