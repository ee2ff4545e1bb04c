import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderVideo } from '../../../../src/engines/video/render.ts';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { scratched } from '../../../support/pictures/scratched.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';
import { makeClip, testSource } from '../../../support/video/clips.ts';
import { encodeOutputs } from '../../../support/video/encode-outputs.ts';

/** The result of one small encoding of a clip. */
async function encoded(file: string, mime = 'video/mp4') {
  const facts = await probeVideo(file, mime, ENGINE_CONTEXT);
  const scratch = ownFolder();
  const renditions = encodeOutputs(['name: small, height: 60, crf: 30'], facts, scratch).map(({ picture, sound }) => ({
    ...({ name: 'small', role: 'encoding', extension: 'mp4' } as const),
    recipe: { kind: 'encoding', picture, sound } as const,
  }));
  const master = { file, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: '' };
  const job = { asset: 'clip', master, facts, renditions, memoryBytes: 0, held: true };
  return renderVideo(job, facts, scratch, ENGINE_CONTEXT);
}

describe('a clip that is damaged in parts', () => {
  it.each([
    ['as its decoder tells in errors', ['-c:v', 'libx264', '-g', '5', '-crf', '10'], 0x55],
    ['as it tells in warnings alone', ['-c:v', 'libx264', '-g', '25', '-crf', '20'], 0xff],
  ])('is shown as it came, and told of %s', async (_how, codec, value) => {
    const folder = ownFolder();
    const good = makeClip(folder, 'good.mp4', [...testSource('160x90', 10, 2), ...codec, '-c:a', 'aac']);
    const bad = join(folder, 'bad.mp4');
    writeFileSync(bad, scratched(readFileSync(good), value));
    const [whole, damaged] = [await encoded(good), await encoded(bad)];
    expect(whole).toMatchObject({ failures: [], warnings: [] });
    expect(whole).not.toHaveProperty('damage');
    expect(damaged).toMatchObject({ failures: [], artefacts: [{ name: 'small' }] });
    expect(damaged.damage).toMatch(/frames|packets/);
    expect(damaged.warnings).toEqual([expect.stringContaining(damaged.damage ?? '')]);
  });

  it('is no clip of whole ones that were joined', async () => {
    const folder = ownFolder();
    const codecs = ['-c:v', 'libx264', '-g', '25', '-c:a', 'aac'];
    const parts = ['a.ts', 'b.ts'].map((name) => makeClip(folder, name, [...testSource('160x90', 25, 2), ...codecs]));
    const joined = join(folder, 'joined.ts');
    writeFileSync(joined, Buffer.concat(parts.map((part) => readFileSync(part))));
    const made = await encoded(joined, 'video/MP2T');
    expect(made).toMatchObject({ failures: [], artefacts: [{ name: 'small' }] });
    expect(made).not.toHaveProperty('damage');
  });
});
