import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sgi } from '../../../../src/engines/formats/sgi.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { printSgi } from '../../../support/pictures/print-small.ts';

async function probe(change: (head: Buffer) => void) {
  const bytes = printSgi({ width: 3, height: 2, channels: 3, data: new Uint8Array(18) });
  change(bytes);
  const file = path.join(ownFolder(), 'master.sgi');
  await writeFile(file, bytes);
  return sgi.decoder.probe(file, 'image/x-sgi', DEFAULT_LIMITS);
}

describe('SGI', () => {
  it('is as wide, high and clear as its header says', async () => {
    expect(await probe((head) => head.writeUInt16BE(4, 10))).toMatchObject({ width: 3, height: 2, alpha: true });
    expect(await probe((head) => head.writeUInt16BE(1, 4))).toMatchObject({ width: 3, height: 1, alpha: false });
  });

  it.each([
    ['two channels', (head: Buffer) => head.writeUInt16BE(2, 10)],
    ['a palette', (head: Buffer) => head.writeUInt32BE(1, 104)],
    [
      'gray of 16 bits',
      (head: Buffer) => {
        head.writeUInt8(2, 3);
        head.writeUInt16BE(1, 10);
      },
    ],
  ])('with %s is refused by name', async (_what, change) => {
    await expect(probe(change)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });
});
