import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { renderVideo } from '../../../../src/engines/video/render.ts';
import type { JobRendition } from '../../../../src/model/jobs/job.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';
import { captionedClip } from '../../../support/video/captioned-clip.ts';
import { makeClip, notingFfmpeg, testSource } from '../../../support/video/clips.ts';
import { ordersOf } from '../../../support/video/encode-outputs.ts';

const ORDERS = ordersOf([
  "thumbnails: ['10%', '50%', '99%']",
  'encodings:',
  '  - { name: large, height: 90, videoBitrate: 80k }',
  '  - { name: small, height: 60, videoBitrate: 60k }',
]);

const isStill = ({ recipe }: JobRendition): boolean => recipe.kind === 'still';

/** Makes renditions of a clip on two cores: the digests of its stills, and how often ffmpeg worked. */
async function render(
  renditions: readonly JobRendition[],
  clip: (folder: string) => string,
  noting: typeof notingFfmpeg = notingFfmpeg,
) {
  const [folder, scratch] = [ownFolder(), ownFolder()];
  const { program, asked } = await noting(folder);
  const means = { ...ENGINE_CONTEXT, cores: 2, programs: { ffmpeg: program } };
  const file = clip(folder);
  const facts = await probeVideo(file, 'video/mp4', means);
  const master = { file, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: '' };
  const job = { asset: 'clip', master, facts, renditions, memoryBytes: 0, held: true };
  const { artefacts, failures } = await renderVideo(job, facts, scratch, means);
  expect(failures).toEqual([]);
  const stills = artefacts.filter(({ mime }) => mime.startsWith('image/'));
  const calls = (await asked()).split('\n').filter((line) => line.includes('-progress'));
  return {
    calls: calls.length,
    clips: artefacts.length - stills.length,
    stills: stills.map(({ name, sha256 }) => [name, sha256]),
  };
}

/** An ffmpeg that writes no pictures beside clips, and notes what it is asked as any other. */
async function failingFfmpeg(folder: string): ReturnType<typeof notingFfmpeg> {
  const other = join(folder, 'failing');
  await writeFile(other, '#!/bin/sh\ncase "$*" in *-b:v*image2*) exit 1;; esac\nexec ffmpeg "$@"\n');
  await chmod(other, 0o755);
  const { asked, program } = await notingFfmpeg(folder);
  await writeFile(program, `#!/bin/sh\necho "$@" >> ${program}.notes\nexec ${other} "$@"\n`);
  return { asked, program };
}

const plain = (folder: string): string =>
  makeClip(folder, 'clip.mp4', [
    ...testSource('320x180', 15, 8),
    ...['-vf', "drawbox=t=fill:color=black:enable='lt(t,3)'", '-c:v', 'libx264', '-preset', 'ultrafast'],
  ]);

describe('the stills of a clip', () => {
  it('are the same whether it is encoded beside them or not, and are taken as it is', async () => {
    const [alone, beside] = [await render(ORDERS.filter(isStill), plain), await render(ORDERS, plain)];
    expect(alone.stills).toHaveLength(4);
    expect(new Map(beside.stills as [string, string][])).toEqual(new Map(alone.stills as [string, string][]));
    // Two encode; the poster, whose place is found, and the one at the end are sought.
    expect([alone.calls, beside.calls]).toEqual([2, 4]);
  });

  it('cost no encodings where a process that takes their frames fails', async () => {
    const [alone, beside] = [await render(ORDERS.filter(isStill), plain), await render(ORDERS, plain, failingFfmpeg)];
    expect(beside.clips).toBe(2);
    expect(new Map(beside.stills as [string, string][])).toEqual(new Map(alone.stills as [string, string][]));
  });

  it('are taken anew where what one process has handed another is encoded anew', async () => {
    const [alone, beside] = [await render(ORDERS.filter(isStill), captionedClip), await render(ORDERS, captionedClip)];
    expect(new Map(beside.stills as [string, string][])).toEqual(new Map(alone.stills as [string, string][]));
  });
});
