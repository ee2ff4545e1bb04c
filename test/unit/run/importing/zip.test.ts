import { describe, expect, it } from 'vitest';
import { zipEntries } from '../../../../src/run/importing/zip.ts';
import { zipOf } from '../../../support/files/zip.ts';

const FILES = { 'jcr_root/a/.content.xml': '<a/>'.repeat(50), 'jcr_root/a/': '', 'b\u00E9.json': '{}' };
const read = (bytes: Buffer, most = 1_000) =>
  zipEntries(bytes).map((entry) => [entry.name, entry.read(most).toString()]);

describe('the files of a ZIP archive', () => {
  it.each([0, 8])('are those of its directory, by method %i', (method) => {
    const { 'jcr_root/a/': _folder, ...files } = FILES;
    expect(Object.fromEntries(read(zipOf(FILES, { method })))).toEqual(files);
  });

  it('have no more bytes than asked for, no keys, and a whole directory', () => {
    for (const method of [0, 8]) expect(() => read(zipOf(FILES, { method }), 100)).toThrow(RangeError);
    expect(() => read(zipOf(FILES, { flags: 1 }))).toThrow('not encrypted');
    expect(() => read(zipOf(FILES, { method: 12 }))).toThrow('method 12');
    const whole = zipOf(FILES);
    expect(() => read(Buffer.concat([whole.subarray(0, 40), whole.subarray(-160)]))).toThrow(RangeError);
    expect(() => read(Buffer.from('PK\u0003\u0004 nothing of that kind'))).toThrow('got none');
  });
});
