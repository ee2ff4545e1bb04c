import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { printPsd, toPlanes } from '../../../fixtures/make/psd.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';

import { circle, corner, pathResources, withResources } from './masters/photoshop-paths.ts';

/** The masters of the golden cases: drawn pixel by pixel with whole numbers, so that they are the same everywhere. */
const WIDTH = 640;
const HEIGHT = 480;

type Paint = (x: number, y: number) => readonly [r: number, g: number, b: number];

/** Even noise of 0…255 from a position: an integer hash. */
function noise(x: number, y: number): number {
  let value = (x * 374_761_393 + y * 668_265_263) | 0;
  value = Math.imul(value ^ (value >>> 13), 1_274_126_177);
  return (value ^ (value >>> 16)) & 255;
}

/** Rings whose width shrinks outwards: every frequency up to the finest. */
function rings(x: number, y: number): number {
  return ((x * x + y * y) >> 7) & 1 ? 235 : 20;
}

const slope: Paint = (x, y) => [(x * 255) / WIDTH, (y * 255) / HEIGHT, 255 - ((x + y) * 255) / (WIDTH + HEIGHT)];

const isDisc = (x: number, y: number): boolean => (x - 470) ** 2 + (y - 150) ** 2 < 90 ** 2;
const isLetter = (x: number, y: number): boolean => {
  const [u, v] = [x - 60, y - 300];
  return (u >= 0 && u < 24 && v >= 0 && v < 130) || (u >= 24 && u < 110 && v % 53 < 20 && v >= 0 && v < 130);
};

/**
 * Slopes, rings, a disc, letters with hard edges, stripes one to eight pixels wide and a patch of noise. No two parts
 * are alike under any mirror or turn.
 */
const scene: Paint = (x, y) => {
  if (isLetter(x, y)) return [25, 30, 60];
  if (isDisc(x, y)) return [230, 60 + (y >> 1), 40];
  if (x < 220 && y < 220) return [rings(x - 110, y - 110), rings(x - 105, y - 110), rings(x - 110, y - 105)];
  if (x >= 300 && y >= 330 && x < 460) return [noise(x, y), noise(x + 7, y), noise(x, y + 7)];
  if (x >= 470 && y >= 300) return Math.floor(x / (1 + ((y - 300) >> 5))) % 2 === 0 ? [250, 250, 245] : [10, 90, 70];
  return slope(x, y);
};

function paint(channels: 3 | 4, alphaOf: (x: number, y: number) => number = () => 255): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * channels);
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at += channels) {
      data.set(scene(x, y).map(Math.floor), at);
      if (channels === 4) data[at + 3] = alphaOf(x, y);
    }
  }
  return data;
}

/** Clear outside a large disc with a soft rim, half clear in a stripe. */
function rim(x: number, y: number): number {
  const far = Math.sqrt((x - 320) ** 2 + (y - 240) ** 2);
  if (x > 300 && x < 340) return 128;
  return Math.max(0, Math.min(255, Math.round((225 - far) * 20)));
}

const onWhite = (color: number, alpha: number): number => Math.round((color * alpha) / 65_535 + 65_535 - alpha);

const open = (data: Uint8Array, channels: 3 | 4) => sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels } });

/** A drawing with variables, and without letters: those are the machine's. */
const LABEL = [
  '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160"><rect width="320" height="160" fill="$ground$"/>',
  '<circle cx="80" cy="80" r="$round$" fill="$color$"/><path d="M170 40h110v20h-110zm0 50h80v20h-80z" fill="$color$"/></svg>',
].join('');

/** Every master a golden case may name, by file name. */
const MASTERS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  'patterns.png': (file) => open(paint(3), 3).png().toFile(file),
  'label.svg': (file) => writeFile(file, LABEL),
  'cut-out.png': (file) => open(paint(4, rim), 4).png().toFile(file),
  'lying.tif': (file) => open(paint(3), 3).withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toFile(file),
  'deep.png': (file) => open(paint(3), 3).toColourspace('rgb16').png().toFile(file),
  'gray.png': (file) => open(paint(3), 3).toColourspace('b-w').png().toFile(file),
  'wide-gamut.png': (file) => open(paint(3), 3).withIccProfile('p3').png().toFile(file),
  'tagged.png': (file) =>
    open(paint(3), 3)
      .withExif({ IFD0: { Copyright: 'A museum', ImageDescription: 'Patterns' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>')
      .png()
      .toFile(file),
  'paths.jpg': async (file) =>
    writeFile(
      file,
      withResources(
        await open(paint(3), 3).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
        pathResources({
          'Path 1': [circle(0.4, 0.5, 0.35, 0.4)],
          Ring: [circle(0.6, 0.4, 0.3, 0.3), circle(0.6, 0.4, 0.15, 0.2)],
          Slope: [[corner(0.1, 0.2), corner(0.9, 0.35), corner(0.5, 0.95)]],
        }),
      ),
    ),
  'layers.psd': async (file) => {
    const deep = Uint16Array.from(paint(4, rim), (value) => value * 257);
    // As Photoshop merges it: onto white.
    const merged = deep.map((value, i) => (i % 4 === 3 ? value : onWhite(value, deep[i - (i % 4) + 3] ?? 0)));
    const resources = pathResources({ Ring: [circle(0.6, 0.4, 0.3, 0.3)] });
    const size = { width: WIDTH, height: HEIGHT, depth: 16, mode: 3 };
    await writeFile(file, printPsd({ ...size, planes: toPlanes(merged, 4), packed: true, layers: -1, resources }));
  },
  'print.tif': (file) => open(paint(3), 3).toColourspace('cmyk').tiff({ compression: 'lzw' }).toFile(file),
};

/** Writes all golden masters into a folder. */
export async function writeGoldenMasters(folder: string): Promise<void> {
  for (const [name, write] of Object.entries(MASTERS)) await write(path.join(folder, name));
}
