import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { saidOfDamage, hearAs, hearDamage } from '../../../../../src/engines/image/source/hear-damage.ts';
import { openFile } from '../../../../../src/engines/image/source/master.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { grainyJpeg, scratched } from '../../../../support/pictures/masters/scratched.ts';

it.each([
  ['VipsJpeg: Corrupt JPEG data: premature end of data segment\n', 'premature end of data segment'],
  ['VipsJpeg: Corrupt JPEG data: bad Huffman code\n', 'bad Huffman code'],
  ['icc: no\nVipsJpeg: Corrupt JPEG data: found marker 0xd3 instead of RST5\n', 'found marker 0xd3 instead of RST5'],
  ['VipsJpeg: Corrupt JPEG data: 292 extraneous bytes before marker 0xda\n', 'extraneous bytes before a marker'],
  ['Discarding 17 bytes to avoid buffer overrun', 'more bytes than there is room for'],
  ['VipsJpeg: Premature end of JPEG file\n', 'Premature end of JPEG file'],
])('what a decoder says of pixels is damage: %s', (warning, said) => {
  expect(saidOfDamage(warning)).toBe(said);
});

it.each([
  'read gave 3 warnings',
  // In front of the pixels.
  'VipsJpeg: Corrupt JPEG data: 12 extraneous bytes before marker 0xe1\n',
  'VipsJpeg: Corrupt JPEG data: 2 extraneous bytes before marker 0xdb\n',
  'VipsJpeg: Warning: unknown JFIF revision number 2.01\n',
  'Unknown field with tag 33723 (0x83bb) encountered',
  'rounding up IPTC data length',
])('what it says of anything else is none: %s', (warning) => {
  expect(saidOfDamage(warning)).toBeUndefined();
});

it('what decoders say is heard by those who ask, as said of the file that it came out of', async () => {
  const bytes = scratched(await grainyJpeg({ progressive: true }));
  const file = path.join(ownFolder(), 'a.jpg');
  await writeFile(file, bytes);
  const read = (from: string | Buffer) => openFile(from).raw().toBuffer();
  const keysOf = async (work: () => Promise<unknown>) => [...(await hearDamage(work))[1].keys()];
  expect(await keysOf(() => read(file))).toEqual([file]);
  expect(await keysOf(() => read(bytes))).toEqual(['']);
  expect(await keysOf(() => hearAs('b.bmp', () => hearAs(file, () => read(bytes))))).toEqual(['b.bmp']);
  expect(await keysOf(() => openFile(file).resize(9).raw().toBuffer())).toEqual([file]);
  expect(await keysOf(() => hearAs(file, () => Promise.resolve()))).toEqual([]);
  await expect(read(file)).resolves.toBeInstanceOf(Buffer);
});
