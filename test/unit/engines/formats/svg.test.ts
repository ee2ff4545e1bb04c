import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { openMaster } from '../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../src/engines/image/with-decoded.ts';
import { DEFAULT_LIMITS, type MasterLimits } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { drawNoise } from '../../../support/project/shop.ts';

const SVG = 'image/svg+xml';
const drawing = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">${inside}</svg>`;

async function probe(bytes: string | Buffer, limits: Partial<MasterLimits> = {}): Promise<unknown> {
  const folder = ownFolder();
  await drawNoise(join(folder, 'secret.png'), 1);
  writeFileSync(join(folder, 'a.svg'), bytes);
  return probeImage(join(folder, 'a.svg'), SVG, { ...DEFAULT_LIMITS, ...limits });
}

describe('a drawing', () => {
  it('is read as text, and compressed', async () => {
    const text = drawing('<rect width="9" height="9"/>');
    for (const bytes of [text, gzipSync(text)]) {
      expect(await probe(bytes)).toMatchObject({ width: 40, height: 30, mime: SVG });
    }
  });

  const PREFIXED =
    '<s:svg xmlns:s="http://www.w3.org/2000/svg" width="40" height="30"><s:rect width="40" height="30"/></s:svg>';
  const PLAIN = drawing('<rect width="40" height="30"/>');
  const UTF16 = `\uFEFF<?xml version="1.0" encoding="UTF-16"?>${PLAIN}`;

  it.each([
    ['behind a long licence', `<?xml version="1.0"?><!-- ${'Free for all. '.repeat(100)}-->${PLAIN}`],
    ['whose elements have a prefix', PREFIXED],
    ['whose elements have one, behind a byte order mark', `\uFEFF<?xml version="1.0"?>${PREFIXED}`],
    ['in UTF-16', Buffer.from(UTF16, 'utf16le')],
    ['in UTF-16 of the other order', Buffer.from(UTF16, 'utf16le').swap16()],
    ['that is compressed, behind a long licence', gzipSync(`<!-- ${'Free for all. '.repeat(100)}-->${PLAIN}`)],
  ])('is drawn: one %s', async (_name, bytes) => {
    const folder = ownFolder();
    const file = join(folder, 'a.svg');
    writeFileSync(file, bytes);
    const facts = await probeImage(file, SVG);
    expect(facts).toMatchObject({ width: 40, height: 30, alpha: true, mime: SVG });
    await withDecoded({ file, facts }, folder, async (master) => {
      const { data, info } = await openMaster(master).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, ...data.subarray(0, 4)]).toEqual([40, 30, 0, 0, 0, 255]);
    });
  });

  it('that is made of other files is refused, for what lies beside it is nobody’s to draw', async () => {
    const text = drawing('<image href="secret.png" width="40" height="30"/>');
    for (const bytes of [text, gzipSync(text)]) {
      await expect(probe(bytes)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
    }
  });

  it('of more text than any needs is refused, by what it unpacks to', async () => {
    const bomb = gzipSync(drawing(' '.repeat(40 * 2 ** 20)));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(probe(bomb)).rejects.toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });

  it('of more elements than any needs is refused before it is drawn', async () => {
    const packed = gzipSync(drawing('<g/>'.repeat(300_000)));
    await expect(probe(packed)).rejects.toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });

  it('is as large as the settings say, which a refusal names', async () => {
    const text = drawing('<g/>'.repeat(9));
    const refused = (key: string): unknown => ({ code: 'SOURCE_TOO_LARGE', hint: expect.stringContaining(key) });
    await probe(text, { maxelements: 10, maxdrawing: text.length });
    await expect(probe(text, { maxelements: 9 })).rejects.toMatchObject(refused('maxelements') as object);
    await expect(probe(text, { maxdrawing: text.length - 1 })).rejects.toMatchObject(refused('maxdrawing') as object);
  });

  it('whose size is a variable is refused, and one with others tells them', async () => {
    const open = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="$h$"><g id="$a$"/></svg>';
    await expect(probe(open)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
    await expect(probe(open.replace('height', 'style="height: $h$" class'))).rejects.toMatchObject({
      code: 'SOURCE_FORMAT_UNSUPPORTED',
    });
    expect(await probe(open.replace('$h$', '30'))).toMatchObject({ height: 30, variables: ['a'] });
  });

  it('that is compressed and cut off is damaged', async () => {
    const packed = gzipSync(drawing('<rect/>'.repeat(1000)));
    await expect(probe(packed.subarray(0, packed.length - 20))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
