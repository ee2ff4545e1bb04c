import { describe, expect, it } from 'vitest';
import { readZip } from '../../../../src/run/importing/zip.ts';
import { zipOf } from '../../../support/files/zip.ts';

const FILES = { 'jcr_root/a/.content.xml': '<a/>'.repeat(50), 'jcr_root/a/': '', 'b\u00E9.json': '{}', 'c.jpg': 'no' };

async function read(bytes: Buffer, most = 1_000): Promise<Readonly<Record<string, string>>> {
  const files = await readZip(bytes, (name) => !name.endsWith('.jpg'), most);
  return Object.fromEntries(files.map(({ name, content }) => [name, content.toString()]));
}

describe('the files of a ZIP archive', () => {
  it.each([0, 8])('are those of its directory that are wanted, by method %i', async (method) => {
    const { 'jcr_root/a/': _folder, 'c.jpg': _picture, ...files } = FILES;
    expect(await read(zipOf(FILES, { method }))).toEqual(files);
  });

  it.each([
    ['more bytes than asked for', zipOf(FILES), 100],
    ['more bytes than it says', zipOf(FILES, { said: 3 }), 1_000],
    ['a key', zipOf(FILES, { flags: 1 }), 1_000],
    ['a method that is not known', zipOf(FILES, { method: 12 }), 1_000],
    ['a name that leads out of it', zipOf({ '../a.xml': '' }), 1_000],
    ['half a directory', Buffer.concat([zipOf(FILES).subarray(0, 40), zipOf(FILES).subarray(-160)]), 1_000],
    ['nothing of that kind', Buffer.from('PK\u0003\u0004 nothing of that kind'), 1_000],
  ])('are none of an archive with %s', async (_, bytes, most) => {
    await expect(read(bytes, most)).rejects.toThrow(Error);
  });
});
