import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { WANTED, type WantedFile } from './sizes.ts';
import type { Course, Way } from './ways.ts';

// Programs round what follows from a width up, down, or to the nearest.
const PIXELS = 1;

/** The first quantization table of a JPEG: what its quality has become. */
function quantization(file: Buffer): string {
  const at = file.indexOf(Buffer.from([0xff, 0xdb]));
  if (at < 0) throw new Error('expected a JPEG with tables, got none');
  return file.subarray(at + 5, at + 5 + 64).toString('hex');
}

/** What a way made of one master, read from its file. */
interface Made {
  readonly bytes: number;
  readonly table: string;
}

async function readMade(file: string, { format, width }: WantedFile, height: number): Promise<Made> {
  const bytes = await readFile(file);
  const found = await sharp(bytes).metadata();
  const isSame = found.format === format && found.width === width && Math.abs(found.height - height) <= PIXELS;
  if (!isSame) {
    const got = `${found.format} ${found.width}×${found.height}`;
    throw new Error(`expected ${format} ${width}×${height} in ${file}, got ${got}`);
  }
  if (format !== 'jpeg') return { bytes: bytes.length, table: '' };
  if (found.chromaSubsampling !== '4:2:0') throw new Error(`expected 4:2:0 in ${file}, got ${found.chromaSubsampling}`);
  return { bytes: bytes.length, table: quantization(bytes) };
}

/** Height of an upright master as wide as this. */
async function heightAt(file: string, width: number): Promise<number> {
  const { autoOrient } = await sharp(file).metadata();
  return Math.round((autoOrient.height * width) / autoOrient.width);
}

/** All that a way made, in bytes, and the tables that its JPEGs were written with. */
export interface Checked {
  readonly bytes: number;
  readonly tables: ReadonlySet<string>;
}

/** Reads every file that a way was to make; throws where one is missing, or of another format, size or chroma. */
export async function checkFiles({ fileOf }: Way, { library, masters, output }: Course): Promise<Checked> {
  const tables = new Set<string>();
  let bytes = 0;
  for (const master of masters) {
    for (const wanted of WANTED) {
      const height = await heightAt(join(library, master), wanted.width);
      const made = await readMade(join(output, fileOf(master, wanted)), wanted, height);
      bytes += made.bytes;
      if (made.table !== '') tables.add(made.table);
    }
  }
  return { bytes, tables };
}
