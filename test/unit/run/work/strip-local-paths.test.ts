import { describe, expect, it } from 'vitest';
import type { ErrorData } from '../../../../src/model/errors.ts';
import { stripLocalPaths } from '../../../../src/run/work/strip-local-paths.ts';
import { assetRecord } from '../../../support/project/records.ts';

const PLACES = { library: '/srv/my (shop)/lib', output: '/srv/my (shop)/lib/out' };

const told = (message: string): ErrorData => ({ code: 'ENGINE_FAILED', rendition: null, message, hint: message });

describe('a record', () => {
  it('names no place of this machine: not the library, the output or scratch', () => {
    const said = [
      '/srv/my (shop)/lib/a b/clip.mp4: no frames',
      'got: file:/srv/my (shop)/lib/a b/clip.mp4: no frames',
      "could not read '/srv/my (shop)/lib/out/renditions/a.mp4/stream/1.m4s'",
      'cannot write /srv/my (shop)/lib/out/.dmx/scratch/clip.mp4-Xa81bc/pass.log and stop',
    ];
    const { errors, warnings } = stripLocalPaths(assetRecord('a', { errors: said.map(told), warnings: said }), PLACES);
    expect(warnings).toEqual([
      'a b/clip.mp4: no frames',
      'got: a b/clip.mp4: no frames',
      "could not read 'renditions/a.mp4/stream/1.m4s'",
      'cannot write pass.log and stop',
    ]);
    expect(errors.map(({ message }) => message)).toEqual(warnings);
    expect(errors.map(({ hint }) => hint)).toEqual(warnings);
  });
});
