import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { browse, CHROMIUM } from '../../support/video/browser.ts';
import { frameAt } from '../../support/video/clips.ts';

const [WIDTH, HEIGHT] = [121, 81] as const;
const COLORS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
] as const;

/** Three frames, each of one colour with a clear left half. */
function moving() {
  const pixels = COLORS.flatMap((color) =>
    Array.from({ length: WIDTH * HEIGHT }, (_, at) => [...color, at % WIDTH < WIDTH / 2 ? 0 : 255]),
  );
  const raw = { width: WIDTH, height: HEIGHT * COLORS.length, channels: 4, pageHeight: HEIGHT } as const;
  return sharp(Uint8Array.from(pixels.flat()), { raw });
}

/** The size, the time stamps and the length of a clip, in milliseconds. */
function timesOf(file: string) {
  const asked = [
    '-show_entries',
    'packet=pts_time:stream=width,height,codec_type:format=duration',
    '-of',
    'json',
    file,
  ];
  const { packets, streams, format } = JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', ...asked], { encoding: 'utf8' }),
  ) as {
    readonly packets: readonly { readonly pts_time: string }[];
    readonly streams: readonly object[];
    readonly format: { readonly duration: string };
  };
  const at = packets.map(({ pts_time: time }) => Math.round(1000 * Number(time))).toSorted((a, b) => a - b);
  return { streams, at, length: Math.round(1000 * Number(format.duration)) };
}

/** The colours near the left and the right edge of a clip at a time. */
function edgesAt(file: string, seconds: number): readonly (readonly number[])[] {
  const pixels = frameAt(file, seconds, '-f', 'rawvideo', '-pix_fmt', 'rgb24');
  const at = (x: number): readonly number[] => [...pixels.subarray(3 * (20 * 120 + x), 3 * (20 * 120 + x) + 3)];
  return [at(20), at(100)];
}

const near = (color: readonly number[]): readonly number[] =>
  color.map((value) => expect.toSatisfy((got: number) => Math.abs(got - value) < 24) as number);

const PROFILE = `kind: image-profile
name: moving
animation: video
animationOver: 100
smartCrop: { strategy: [center], crops: [{ name: Square, ratio: "1:1", width: 20, preset: web }] }
renditions:
  - { name: hero, modifiers: "wid=121&fmt=webp&bgc=FFFF00" }
  - { name: first, modifiers: "wid=30&fmt=gif", animation: first }
`;

/** The markup on a page that tells how its clip plays. */
const page = (markup: string): string => `<!DOCTYPE html><title>clip</title>${markup}<pre id="told"></pre><script>
const clip = document.querySelector('video');
setTimeout(() => {
  const { muted, loop, paused, controls, videoWidth, videoHeight } = clip;
  document.getElementById('told').textContent = JSON.stringify({ muted, loop, paused, controls, size: [videoWidth, videoHeight] });
}, 2000);
</script>`;

async function play(chromium: string, html: string, output: string): Promise<unknown> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const types: Readonly<Record<string, string>> = { mp4: 'video/mp4', webm: 'video/webm', webp: 'image/webp' };
    response.setHeader('Content-Type', types[path.split('.').at(-1) ?? ''] ?? 'text/html');
    return response.end(path.startsWith('/media/') ? readFileSync(join(output, path.slice(7))) : page(html));
  }).listen(0);
  try {
    const { port } = server.address() as AddressInfo;
    const dom = await browse(chromium, `http://127.0.0.1:${port}/`);
    return JSON.parse(/<pre id="told">(.*?)<\/pre>/.exec(dom)?.[1] ?? 'null');
  } finally {
    server.close();
  }
}

describe('large pictures that move, with `animation: video`', () => {
  it('become silent clips that a page plays, frame by frame as long as in their masters', async () => {
    const folder = ownFolder();
    const [output, delay] = [join(folder, 'dmx-out'), [50, 0, 330]];
    const gif = await moving().gif({ delay, loop: 3 }).toBuffer();
    const file = (path: string): string => join(output, 'renditions', path);
    writeFiles(folder, {
      'dmx.yaml': 'library: lib\nprofiles: [p.yaml]\nfolders: [{ path: "**", image: moving }]\n',
      'p.yaml': PROFILE,
      'lib/a.gif': gif,
      'lib/b.webp': await moving().webp({ delay, lossless: true }).toBuffer(),
      'lib/still.png': await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    });
    expect(gif.length).toBeGreaterThan(100);

    // Without the program the pictures are there, and the clips are made once it is.
    const without = await dmx(folder, 'ingest', '--ffmpeg', join(folder, 'none'));
    expect(without).toMatchObject({ exit: 4 });
    expect(existsSync(file('a.gif/hero.webp'))).toBe(true);
    expect(await dmx(folder, 'ingest', '--check', '--no-video')).toMatchObject({ exit: 0 });
    const { exit, stderr } = await dmx(folder, 'ingest');
    expect(exit).toBe(0);
    expect(stderr).toContain('transparency');
    expect(stderr).toContain('3 times');

    const stored = [50, 100, 330];
    for (const path of ['a.gif/hero.mp4', 'a.gif/hero.webm', 'b.webp/hero.mp4', 'b.webp/hero.webm']) {
      const stream = { codec_type: 'video', width: 120, height: 80 };
      expect(timesOf(file(path)), path).toEqual({ streams: [stream], at: [0, 50, 150], length: 480 });
      for (const [i, color] of COLORS.entries()) {
        const seconds = stored.slice(0, i).reduce((sum, time) => sum + time, 0) / 1000;
        expect(edgesAt(file(path), seconds), path).toEqual([near([255, 255, 0]), near(color)]);
      }
    }
    expect((await sharp(file('a.gif/hero.webp')).metadata()).pages ?? 1).toBe(1);

    const media = await openManifest(output, { base: '/media/' });
    const clips = media.asset('a.gif')?.renditions.filter(({ poster }) => poster === 'hero');
    expect(clips).toMatchObject([
      { name: 'hero@.webm', role: 'encoding', mime: 'video/webm', width: 120, height: 80 },
      { name: 'hero@.mp4', role: 'encoding', mime: 'video/mp4', width: 120, height: 80 },
    ]);
    expect(media.asset('still.png')?.renditions.map(({ name }) => name)).toEqual(['Square', 'hero', 'first']);
    const { stdout: html } = await dmx(folder, 'markup', 'a.gif', '--base', '/media/');
    expect(html).toMatch(/^<video autoplay loop muted playsinline [^>]*poster="[^"]*\/hero.webp"/);
    expect(html).toContain('hero.webm');
    expect(html).toContain('hero.mp4');

    expect(await dmx(folder, 'ingest', '--check')).toMatchObject({ exit: 0 });
    expect(await dmx(folder, 'verify')).toMatchObject({ exit: 0 });
    rmSync(file('a.gif/Square.mp4'));
    const { stdout: missing } = await dmx(folder, 'reprocess', '--missing', '--json', '--dry-run');
    expect(missing.match(/"action":"make"/g)).toHaveLength(1);
    expect(await dmx(folder, 'verify', '--repair')).toMatchObject({ exit: 0 });
    expect(timesOf(file('a.gif/Square.mp4'))).toMatchObject({ at: [0, 50, 150], streams: [{ width: 20, height: 20 }] });

    // Of smaller masters the frames are kept.
    writeFiles(folder, { 'p.yaml': PROFILE.replace('100', '1 MB') });
    expect(await dmx(folder, 'ingest')).toMatchObject({ exit: 0 });
    expect(existsSync(file('a.gif/hero.mp4'))).toBe(false);
    expect(await sharp(file('a.gif/hero.webp')).metadata()).toMatchObject({ pages: 3, loop: 3 });
    writeFiles(folder, { 'p.yaml': PROFILE });
    expect(await dmx(folder, 'ingest', '--quiet')).toMatchObject({ exit: 0 });
    if (CHROMIUM === undefined) return;
    expect(await play(CHROMIUM, html, output)).toEqual({
      ...{ muted: true, loop: true, paused: false, controls: false, size: [120, 80] },
    });
  });
});
