import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import type { Candidate } from '../../../../src/run/planning/candidate.ts';
import { TrackSidecars } from '../../../../src/run/planning/track-sidecars.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

const CLIP: Candidate = {
  path: 'clip.mp4',
  master: {
    file: 'clip.mp4',
    stat: { bytes: 1, mtimeNs: '0', inode: '1' },
    sha256: 'a',
    mime: 'video/mp4',
    facts: null,
  },
  profile: 'small',
  published: true,
  errors: [],
  warnings: [],
  listing: {},
};

describe('what lies beside a clip', () => {
  it('is read where it is a file; a pipe is not waited for, by whatever name', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'clip.mp4': 'x', 'clip.de.vtt': 'WEBVTT' });
    execFileSync('mkfifo', [path.join(folder, 'clip.en.vtt'), path.join(folder, 'pipe')]);
    symlinkSync('pipe', path.join(folder, 'clip.fr.vtt'));
    const told: unknown[] = [];
    const { master, errors } = await new TrackSidecars(openLibrary('folder', folder)).attach(CLIP, undefined, (event) =>
      told.push(event),
    );
    expect(master.sidecars).toMatchObject([{ file: 'clip.de.vtt' }]);
    expect([...errors, ...told]).toEqual([]);
  });
});
