import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../files/own-folder.ts';
import { circle, type Knot, pathResources, withResources } from './photoshop-paths.ts';

/** The size of the stored picture of a disc. */
export const DISC_SIZE = [240, 160] as const;
const [WIDTH, HEIGHT] = DISC_SIZE;

/** Red inside of an ellipse off the middle, green around it; the path is a little smaller. */
const isRed = (x: number, y: number): boolean =>
  ((x + 0.5) / WIDTH - 0.35) ** 2 / 0.25 ** 2 + ((y + 0.5) / HEIGHT - 0.4) ** 2 / 0.3 ** 2 < 1;

/** The outline of the path `Disc`. */
export const DISC_OUTLINE = circle(0.35, 0.4, 0.235, 0.278);

interface DiscOptions {
  /** Number of APP13 segments that hold the paths. */
  readonly parts?: number;
  readonly paths?: Readonly<Record<string, readonly (readonly Knot[])[]>>;
}

/** Writes a JPEG of a red disc on green with clipping paths, and answers its path. */
export async function writeDisc(
  orientation = 1,
  { parts = 1, paths = { Disc: [DISC_OUTLINE] } }: DiscOptions = {},
): Promise<string> {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) data[3 * i + (isRed(i % WIDTH, Math.floor(i / WIDTH)) ? 0 : 1)] = 255;
  const jpeg = await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const file = path.join(ownFolder(), 'disc.jpg');
  await writeFile(file, withResources(jpeg, pathResources(paths), parts));
  return file;
}

/** Requests that turn, stretch, crop and tile the disc. */
export const DISC_REQUESTS = [
  'scl=1',
  'wid=100&hei=100&fit=stretch',
  'rotate=30&scl=1&flip=lr',
  'rotate=90&flip=ud&wid=90',
  'crop=20,10,150,120&size=300,0&rotate=200&extend=30,0,0,10&flip=lrud&scl=1',
  'scl=1&rect=40,30,60,60',
  'cropN=-0.2,-0.2,1.2,1.2&rotate=-70&scl=2',
] as const;
