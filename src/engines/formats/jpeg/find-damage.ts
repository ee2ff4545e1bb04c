import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Codes, findMisfit, type ScanPlan } from '../../image/kernels/scan-codes.ts';
import { MARKERS, segmentsOf } from './read-frame.ts';

/** A component of a frame: its name, and its blocks across and down in a unit of all. */
interface Component {
  readonly name: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** The content of the headers in front of a scan. */
interface Headers {
  frame?: Frame;
  readonly codes: Map<number, Codes>;
  restarts: number;
}

const BLOCK = 8;
const MOST_BLOCKS = 10;
const OTHERS = 16;

function readFrame(data: Buffer): Frame {
  const components = Array.from({ length: data.readUInt8(5) }, (_, i) => {
    const steps = data.readUInt8(7 + 3 * i);
    return { name: data.readUInt8(6 + 3 * i), across: steps >> 4, down: steps & 15 };
  });
  return { width: data.readUInt16BE(3), height: data.readUInt16BE(1), components };
}

function readCodes(data: Buffer, codes: Map<number, Codes>): void {
  for (let at = 0; at + 17 <= data.length;) {
    const counts = data.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    codes.set(data.readUInt8(at), { counts, meanings: data.subarray(at + 17, end) });
    at = end;
  }
}

/** The blocks of a scan of all components at once, and the rows of pixels in a unit; undefined = it is of another kind. */
function planOf(
  data: Buffer,
  { frame, codes, restarts }: Headers,
): (ScanPlan & { unitRows: number; across: number }) | undefined {
  const count = data.readUInt8(0);
  // Of restarts and of several scans libjpeg itself sees where one does not end where it should.
  if (frame === undefined || restarts > 0 || count !== frame.components.length || frame.height === 0) return undefined;
  const { components } = frame;
  const most = (side: 'across' | 'down'): number => (count === 1 ? 1 : Math.max(...components.map((one) => one[side])));
  const blocks = Array.from({ length: count }, (_, i) => {
    const [name, tables] = [data.readUInt8(1 + 2 * i), data.readUInt8(2 + 2 * i)];
    const component = components.find((one) => one.name === name);
    const [first, others] = [codes.get(tables >> 4), codes.get(OTHERS | (tables & 15))];
    if (!component || !first || !others) throw new RangeError('expected a scan with codes, got none');
    return Array.from({ length: count === 1 ? 1 : component.across * component.down }, () => ({ first, others }));
  }).flat();
  if (blocks.length > MOST_BLOCKS) throw new RangeError(`expected at most ${MOST_BLOCKS} blocks, got ${blocks.length}`);
  const across = Math.ceil(frame.width / (BLOCK * most('across')));
  const unitRows = BLOCK * most('down');
  return { blocks, units: across * Math.ceil(frame.height / unitRows), unitRows, across };
}

function contentOf({ fd }: FileHandle, at: number, end: number): Buffer {
  const data = Buffer.alloc(Math.max(0, end - at - 4));
  readSync(fd, data, 0, data.length, at + 4);
  return data;
}

/** Looks through an open JPEG. Throws RangeError where its headers are damaged, of which its decoder tells. */
function lookThrough(handle: FileHandle): string | undefined {
  const headers: Headers = { codes: new Map(), restarts: 0 };
  for (const { marker, at, end } of segmentsOf(handle)) {
    if (marker === MARKERS.codes) readCodes(contentOf(handle, at, end), headers.codes);
    if (marker === MARKERS.restarts) headers.restarts = contentOf(handle, at, end).readUInt16BE(0);
    if (marker === MARKERS.simple || marker === MARKERS.sequential)
      headers.frame = readFrame(contentOf(handle, at, end));
    if (marker !== MARKERS.scan) continue;
    const plan = planOf(contentOf(handle, at, end), headers);
    const unit = plan && findMisfit(plan, (into, from) => readSync(handle.fd, into, 0, into.length, end + from));
    if (!plan || unit === undefined) return undefined;
    if (unit === plan.units) return 'codes are left behind its last pixel';
    return `broken codes from row ${Math.floor(unit / plan.across) * plan.unitRows} on`;
  }
  return undefined;
}

/**
 * The damage in a JPEG of one scan that libjpeg does not see: nearly any bits are codes, which it reads until all pixels are there.
 * But then blocks have more coefficients than there are, and codes are left. That takes a twelfth of the time that decoding does.
 * undefined = none is seen.
 */
export async function findDamage(file: string): Promise<string | undefined> {
  await using handle = await open(file, 'r');
  try {
    return lookThrough(handle);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
