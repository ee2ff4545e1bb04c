import type { FileHandle } from 'node:fs/promises';

import { storedBytes } from './check-extent.ts';
import type { TiffLayout } from './layout.ts';
import { joinFloats, planeSize, type ReadRow, rowBytesOf, rowReader } from './read-row.ts';
import { unpack } from './unpack.ts';

/** A row of blocks, unpacked: those of the first plane from left to right, then those of the next. */
interface Band {
  readonly number: number;
  readonly blocks: readonly Buffer[];
}

const planesOf = ({ planar, samples }: TiffLayout): number => (planar ? samples : 1);

/** Bytes that reading holds at most: a row of blocks, and one more block packed and unpacked. */
export function readingBytesOf(layout: TiffLayout): number {
  const { width, block, counts, samples } = layout;
  const packed = counts.reduce((most, count) => Math.max(most, count), 0);
  const blocks = Math.ceil(width / block.width) * planesOf(layout);
  return packed + (blocks + 1) * rowBytesOf(layout) * block.height + 8 * samples * width;
}

/** Reads the samples of a page, row by row, whatever block they lie in. */
export class SampleReader {
  readonly #handle: FileHandle;
  readonly #layout: TiffLayout;
  readonly #readRows: readonly ReadRow[];
  readonly #channels: readonly Float64Array[];
  readonly #blockRows: readonly Float64Array[];
  #band: Band | undefined;

  constructor(handle: FileHandle, layout: TiffLayout) {
    const { samples, width, planar } = layout;
    this.#handle = handle;
    this.#layout = layout;
    this.#readRows = Array.from({ length: planesOf(layout) }, (_, plane) => rowReader(layout, plane));
    this.#channels = Array.from({ length: samples }, () => new Float64Array(width));
    this.#blockRows = this.#readRows.map(
      (_, plane) => new Float64Array(planeSize(layout, plane).width * (planar ? 1 : samples)),
    );
  }

  /**
   * Samples of a row, a list for each channel: numbers of 0…1, floats as they are. The next row overwrites them. Throws
   * RangeError, or the system's error.
   */
  async row(y: number): Promise<readonly Float64Array[]> {
    const { block, width } = this.#layout;
    const number = Math.floor(y / block.height);
    if (this.#band?.number !== number) this.#band = await this.#readBand(number);
    const across = Math.ceil(width / block.width);
    for (const [i, bytes] of this.#band.blocks.entries()) {
      const plane = Math.floor(i / across);
      const row = this.#blockRows[plane] ?? new Float64Array(0);
      this.#readRows[plane]?.(bytes, this.#rowIn(plane, y - number * block.height), row);
      this.#spread((i % across) * block.width, plane, row);
    }
    return this.#channels;
  }

  /** The row of a plane that a row of pixels of its block has its samples from. */
  #rowIn(plane: number, row: number): number {
    return plane === 0 ? row : Math.floor(row / this.#layout.steps[1]);
  }

  async #readBand(number: number): Promise<Band> {
    const { width, height, block } = this.#layout;
    this.#band = undefined;
    const across = Math.ceil(width / block.width);
    const down = Math.ceil(height / block.height);
    const blocks: Buffer[] = [];
    for (let plane = 0; plane < planesOf(this.#layout); plane++) {
      for (let x = 0; x < across; x++) {
        const rows = Math.min(block.height, height - number * block.height);
        blocks.push(await this.#readBlock((plane * down + number) * across + x, plane, rows));
      }
    }
    return { number, blocks };
  }

  async #readBlock(index: number, plane: number, rows: number): Promise<Buffer> {
    const { offsets, predictor, tiled, block, bits } = this.#layout;
    const unpacked = rowBytesOf(this.#layout, plane) * planeSize(this.#layout, plane, tiled ? block.height : rows).rows;
    const [offset, count] = [offsets[index], storedBytes(this.#layout, index, unpacked)];
    if (offset === undefined || count === undefined)
      throw new RangeError(`expected a place of block ${index}, got none`);
    const packed = Buffer.alloc(count);
    const { bytesRead } = await this.#handle.read(packed, 0, count, offset);
    if (bytesRead < count) throw new RangeError(`expected ${count} bytes of pixels at ${offset}, got ${bytesRead}`);
    const bytes = await unpack(this.#layout, packed, unpacked);
    if (predictor === 3 && bits >= 16) joinFloats(bytes, this.#layout);
    return bytes;
  }

  /** Hands the samples of the row of a block out to the channels that they belong to. */
  #spread(left: number, plane: number, row: Float64Array): void {
    const { width, block, planar, steps } = this.#layout;
    const step = plane === 0 ? 1 : steps[0];
    const targets = planar ? this.#channels.slice(plane, plane + 1) : this.#channels;
    const end = Math.min(block.width, width - left);
    for (const [channel, target] of targets.entries()) {
      for (let x = 0; x < end; x++) target[left + x] = row[Math.floor(x / step) * targets.length + channel] ?? 0;
    }
  }
}
