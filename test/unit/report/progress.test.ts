import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/model/errors.ts';
import { progressEvent } from '../../../src/model/run/run-progress.ts';
import { printBar, printProgressLine, progressOf } from '../../../src/report/progress.ts';
import { addEvent, makeTally, type Tally } from '../../../src/report/tally.ts';
import { runEvents } from '../../support/cli/run-events.ts';

const DAMAGED = new SourceError('SOURCE_CORRUPT', 'cut off', { hint: 'Upload it again.' }).toData();

function tallyOf(done: number): Tally {
  const tally = makeTally();
  addEvent(tally, runEvents.planned({ jobs: 10, make: 40 }));
  for (let i = 0; i < done; i++) addEvent(tally, runEvents.jobFinished(`${i}.jpg`));
  return tally;
}

describe('the progress of a run', () => {
  it('tells files while it looks for masters', () => {
    const tally = makeTally();
    addEvent(tally, { type: 'scan-progress', files: 1234 });
    expect(printProgressLine(progressOf(tally.progress, 0))).toBe('Looking for masters: 1,234 files');
  });

  it('tells masters and their bytes while their facts are read', () => {
    const tally = makeTally();
    addEvent(tally, { type: 'examined', done: 3, total: 53, bytesDone: 2e6, bytes: 8e6 });
    expect(printProgressLine(progressOf(tally.progress, 0))).toBe('Reading masters: 25 %, 3/53 assets, 2 MB of 8 MB');
  });

  it('expects what is left of a kind to take as long in proportion as what is done of it', () => {
    const { details } = progressOf(tallyOf(5).progress, 5);
    expect(details).toEqual(['about 2.5 s left', '5/10 assets', '50 kB of 100 kB', '20/40 renditions']);
  });

  it('promises nothing before anything is done', () => {
    expect(progressOf(tallyOf(0).progress, 20).details).toEqual(['0/10 assets', '0 B of 100 kB', '0/40 renditions']);
  });

  it('tells how far the clip is that began first, and counts what is under way by its work', () => {
    const tally = tallyOf(0);
    const work = { kind: 'jpeg', seconds: 2 };
    for (const asset of ['films/walk.mp4', 'run.mp4']) {
      addEvent(tally, { type: 'job-started', asset, renditions: 1, memoryBytes: 1, work }, 0);
      addEvent(tally, { type: 'job-progress', asset, share: 0.5 }, 20);
    }
    const progress = progressOf(tally.progress, 20);
    expect(progress).toMatchObject({ share: 0.2, details: expect.arrayContaining(['walk.mp4 50 %']) });
    expect(progress.details[0]).toMatch(/^about \d+ (min|s)/);
    expect(printBar(progress, 200)).toContain(`${'█'.repeat(6)}${'░'.repeat(26)}  20 %`);
    addEvent(tally, runEvents.jobFinished('films/walk.mp4', { work }));
    expect(progressOf(tally.progress, 20).details).toContain('run.mp4 50 %');
  });

  it('names the job that takes long where it tells nothing of itself, before figures that stand still', () => {
    const tally = tallyOf(0);
    const work = { kind: 'jpeg', seconds: 2 };
    addEvent(tally, { type: 'job-started', asset: 'a/huge.tif', renditions: 1, memoryBytes: 1, work }, 10);
    expect(progressOf(tally.progress, 12).details).toEqual(['0/10 assets', '0 B of 100 kB', '0/40 renditions']);
    const long = progressOf(tally.progress, 22);
    expect(long.details.slice(0, 2)).toEqual(['0/10 assets', 'huge.tif for 12 s']);
    expect(printBar(long, 80)).toContain('huge.tif for 12 s');
  });

  it('tells assets that were refused before apart from those that failed among the ones to make', () => {
    const tally = makeTally();
    for (let i = 0; i < 113; i++) addEvent(tally, { type: 'asset-refused', asset: `${i}.psd`, errors: [DAMAGED] });
    addEvent(tally, runEvents.planned({ jobs: 10, make: 40 }));
    addEvent(tally, runEvents.jobFinished('a.jpg', { made: 0, failed: 4, errors: [DAMAGED] }));
    const { details } = progressOf(tally.progress, 1);
    expect(details.slice(1, 4)).toEqual(['1/10 assets', '1 failed', '113 refused before']);
    expect(progressEvent(tally.progress, 1)).toMatchObject({ assetsDone: 1, assets: 10, failed: 114 });
  });

  it('says what is left once all is made, and no share of it', () => {
    expect(printBar(progressOf(tallyOf(9).progress, 5), 80)).toContain('90 %');
    const none = makeTally();
    addEvent(none, runEvents.planned({ jobs: 0, make: 0 }));
    for (const { progress } of [tallyOf(10), none]) {
      const line = printBar(progressOf(progress, 5), 80);
      expect(line).toMatch(/^Finishing .*manifest/);
      expect(line).not.toContain('%');
    }
  });

  it('names the batch where there are several', () => {
    const tally = tallyOf(5);
    addEvent(tally, { type: 'batch-started', batch: 2, batches: 3, jobs: 4, size: 4, reason: '' });
    expect(progressOf(tally.progress, 20).details.at(-1)).toBe('batch 2/3');
  });
});

describe('the bar', () => {
  it('is filled in proportion', () => {
    const line = printBar(progressOf(tallyOf(5).progress, 0), 200);
    expect(line).toContain(`${'█'.repeat(16)}${'░'.repeat(16)}  50 %`);
    expect(line).toContain('5/10 assets');
  });

  it('never exceeds the width, whatever the width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 12 }), (width, done) => {
        expect(printBar(progressOf(tallyOf(done).progress, 7), width).length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('gives up details before it gives up itself', () => {
    const line = printBar(progressOf(tallyOf(5).progress, 5), 50);
    expect(line).toContain('left');
    expect(line).toContain('█');
    expect(line).not.toContain('renditions');
  });
});
