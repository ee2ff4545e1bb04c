import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { digestFile } from '../../../src/system/digest.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('digestFile', () => {
  it('is the SHA-256 of all bytes, whatever their number', async () => {
    const folder = ownFolder();
    const files = [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 5_000_000].map((bytes) => randomBytes(bytes));
    writeFiles(folder, Object.fromEntries(files.map((bytes, i) => [`${i}`, bytes])));
    const digests = files.map((_, i) => digestFile(path.join(folder, `${i}`)));
    expect(await Promise.all(digests)).toEqual(files.map(sha256));
  });

  it('throws the error of the system', async () => {
    const folder = ownFolder();
    await expect(digestFile(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(digestFile(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('stops when called off', async () => {
    const folder = ownFolder();
    writeFiles(folder, { a: 'x' });
    await expect(digestFile(path.join(folder, 'a'), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
