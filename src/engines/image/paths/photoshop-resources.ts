import { printPascal, readPascal } from './pascal-string.ts';

/** One image resource of Photoshop. */
export interface Resource {
  readonly id: number;
  readonly name: string;
  readonly data: Buffer;
}

/** The header of a resource, and the offset of its data relative to the same start as `at`. */
interface ResourceHead {
  readonly id: number;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The offset at which the next resource begins. */
  readonly next: number;
}

/** Photoshop's own, and those of ImageReady, PhotoDeluxe and Lightroom beside it. */
const SIGNATURES: ReadonlySet<string> = new Set(['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR']);
/** Limit per file: Photoshop writes some dozens. */
const MOST_RESOURCES = 4096;

/** Signature, number, an empty name and the length. */
const LEAST_BYTES = 12;

const even = (length: number): number => length + (length % 2);

/** The most that stands before the data: a name of 255 letters. */
export const RESOURCE_HEAD_BYTES = 6 + 256 + 4;

/** The head of the resource at `at`; undefined where there is none, or not all of it. */
export function resourceHead(block: Buffer, at: number): ResourceHead | undefined {
  if (at + LEAST_BYTES > block.length || !SIGNATURES.has(block.toString('latin1', at, at + 4))) return undefined;
  const id = block.readUInt16BE(at + 4);
  const letters = block.readUInt8(at + 6);
  const length = at + 6 + even(1 + letters);
  if (length + 4 > block.length) return undefined;
  const start = length + 4;
  const end = start + block.readUInt32BE(length);
  return { id, name: readPascal(block.subarray(at + 6)), start, end, next: even(end - at) + at };
}

/** Serialises a resource as Photoshop stores it. */
export function printResource({ id, name, data }: Resource): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const head = Buffer.from([0x38, 0x42, 0x49, 0x4d, id >> 8, id & 255]);
  return Buffer.concat([head, printPascal(name), length, data, Buffer.alloc(data.length % 2)]);
}

/**
 * The image resources of a block (Photoshop File Formats, "Image Resource Blocks"), the first 4096; damaged ones end
 * it.
 */
export function readResources(block: Buffer): readonly Resource[] {
  const resources: Resource[] = [];
  for (let head = resourceHead(block, 0); head && head.end <= block.length; head = resourceHead(block, head.next)) {
    if (resources.length === MOST_RESOURCES) break;
    const { id, name, start, end } = head;
    resources.push({ id, name, data: block.subarray(start, end) });
  }
  return resources;
}
