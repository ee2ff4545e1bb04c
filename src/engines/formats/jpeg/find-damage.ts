import { open } from 'node:fs/promises';
import { type Codes, type Misfit, type ScanPlan, ScanWalker } from '../../image/kernels/scan-codes.ts';
import { jpegIn, MARKERS, type ReadJpeg, segmentsOf } from './read-frame.ts';

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

function contentOf(read: ReadJpeg, at: number, end: number): Buffer {
  const data = Buffer.alloc(Math.max(0, end - at - 4));
  read(data, at + 4);
  return data;
}

/** The codes that a JPEG without pixels has for others. */
export function sharedCodes(read: ReadJpeg): ReadonlyMap<number, Codes> {
  const codes = new Map<number, Codes>();
  for (const { marker, at, end } of segmentsOf(read)) {
    if (marker === MARKERS.codes) readCodes(contentOf(read, at, end), codes);
  }
  return codes;
}

const printMisfit = ({ kind }: Misfit, row: number): string =>
  kind === 'left'
    ? 'codes are left behind its last pixel'
    : `${kind === 'early' ? 'no' : 'broken'} codes from row ${row} on`;

/**
 * The misfit of the codes of a JPEG with its pixels, and the words about it; undefined = there is none, or it is of another kind than one
 * scan. `shared`: codes that stand elsewhere. Throws RangeError where its headers are damaged, of which its decoder tells.
 */
export function checkScan(
  walker: ScanWalker,
  read: ReadJpeg,
  shared: ReadonlyMap<number, Codes> = new Map(),
): (Misfit & { readonly words: string }) | undefined {
  const headers: Headers = { codes: new Map(shared), restarts: 0 };
  for (const { marker, at, end } of segmentsOf(read)) {
    if (marker === MARKERS.codes) readCodes(contentOf(read, at, end), headers.codes);
    if (marker === MARKERS.restarts) headers.restarts = contentOf(read, at, end).readUInt16BE(0);
    if (marker === MARKERS.simple || marker === MARKERS.sequential) headers.frame = readFrame(contentOf(read, at, end));
    if (marker !== MARKERS.scan) continue;
    const plan = planOf(contentOf(read, at, end), headers);
    const misfit = plan && walker.findMisfit(plan, (into, from) => read(into, end + from));
    if (!plan || misfit === undefined) return undefined;
    const row = Math.floor(misfit.unit / plan.across) * plan.unitRows;
    return { ...misfit, words: printMisfit(misfit, row) };
  }
  return undefined;
}

/**
 * The damage in a JPEG of one scan that libjpeg does not see: nearly any bits are codes, which it reads until all pixels are there.
 * But then blocks have more coefficients than there are, and codes are left. That takes a twelfth of the time that decoding does.
 * undefined = none is seen, or libjpeg tells of it, as of codes that end early.
 */
export async function findDamage(file: string): Promise<string | undefined> {
  await using handle = await open(file, 'r');
  try {
    const misfit = checkScan(new ScanWalker(), jpegIn(handle));
    return misfit?.kind === 'early' ? undefined : misfit?.words;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
