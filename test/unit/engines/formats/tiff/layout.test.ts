import type { FileHandle } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../../../src/engines/formats/tiff/layout.ts';
import { readPageMetadata } from '../../../../../src/engines/formats/tiff/page-metadata.ts';
import { writeOddTiff } from '../../../../support/pictures/write-odd-tiff.ts';

const BYTES = writeOddTiff({
  ...{ photometric: 2, bits: 12, format: 1 },
  halves: [
    [1, 0, 0],
    [0, 1, 0],
  ],
});

describe('a page of a TIFF', () => {
  it('has its directory read once, whatever is asked of it', async () => {
    const places: number[] = [];
    const handle = {
      read: async (buffer: Buffer, at: number, length: number, position: number) => {
        places.push(position);
        return { buffer, bytesRead: BYTES.copy(buffer, at, position, position + length) };
      },
    } as unknown as FileHandle;
    const page = await readPage(handle);
    await readPageMetadata(page);
    expect(page.layout).toMatchObject({ bits: 12, colors: 3 });
    expect(places.filter((position) => position === page.position)).toHaveLength(1);
  });

  it('has no more samples than TIFF has numbers for', async () => {
    const bytes = Buffer.from(BYTES);
    // The row of SamplesPerPixel: its type, and its value.
    const row = bytes.indexOf(Buffer.from([0x15, 0x01, 3, 0, 1, 0, 0, 0]));
    bytes.writeUInt16LE(4, row + 2);
    bytes.writeUInt32LE(4_000_000_000, row + 8);
    const handle = {
      read: async (buffer: Buffer, at: number, length: number, position: number) => ({
        buffer,
        bytesRead: bytes.copy(buffer, at, position, position + length),
      }),
    } as unknown as FileHandle;
    await expect(readPage(handle)).rejects.toThrow(RangeError);
  });
});
