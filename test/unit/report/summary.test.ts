import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../src/base/paint.ts';
import type { ErrorData } from '../../../src/model/errors.ts';
import type { Event } from '../../../src/model/run/event.ts';
import { printSummary, printUnchanged, shortPath } from '../../../src/report/summary.ts';
import { addEvent, makeTally } from '../../../src/report/tally.ts';
import { runEvents } from '../../support/cli/run-events.ts';

const SETTING = { paint: makePaint(false), cwd: '/work', verbose: false };

function tallyOf(...events: readonly Event[]) {
  const tally = makeTally();
  for (const event of [runEvents.started(), ...events]) addEvent(tally, event);
  return tally;
}

function summaryOf(...events: readonly Event[]): string {
  return printSummary(tallyOf(...events), SETTING).join('\n');
}

const corrupt = (hint = 'Replace the file.'): ErrorData => ({
  ...{ code: 'SOURCE_CORRUPT', rendition: null, message: 'expected a whole picture', hint },
});

const failedJob = (asset: string): Event =>
  runEvents.jobFinished(asset, { made: 0, failed: 1, bytes: 0, errors: [corrupt()] });

describe('the summary of a run', () => {
  it('says what was made, how large it is, how much less than the masters, and how fast', () => {
    const text = summaryOf(
      runEvents.jobFinished('a.jpg'),
      runEvents.jobFinished('b.jpg'),
      runEvents.finished({ assets: 2, made: 8, madeBytes: 2000 }),
    );
    expect(text).toContain('Done in 2.0 s');
    expect(text).toContain('8 renditions of 2 assets: 2 kB from masters of 20 kB, 90 % less, 4.0 a second');
  });

  it('claims no saving where renditions are larger than their masters', () => {
    const text = summaryOf(
      runEvents.jobFinished('a.jpg', { masterBytes: 10 }),
      runEvents.finished({ made: 4, madeBytes: 1000 }),
    );
    expect(text).not.toContain('less');
  });

  it('leaves out what did not happen', () => {
    const text = summaryOf(runEvents.jobFinished('a.jpg'), runEvents.finished({ made: 4 }));
    for (const word of ['Kept', 'Carried', 'Removed', 'Failed', 'Gone', 'Clips', 'Ignored'])
      expect(text).not.toContain(word);
  });

  it('groups failures by code with their names, what they mean and what to do', () => {
    const text = summaryOf(failedJob('shoes/a.jpg'), failedJob('shoes/b.jpg'), runEvents.finished({ failedAssets: 2 }));
    expect(text.match(/SOURCE_CORRUPT/g)).toHaveLength(1);
    expect(text).toContain('shoes/a.jpg');
    expect(text).toContain('shoes/b.jpg');
    expect(text.match(/Replace the file\./g)).toHaveLength(1);
    expect(text).toContain('dmx reprocess --failed');
  });

  it('names what is in a format that is not read, with the reason, as no failure', () => {
    const error: ErrorData = { ...corrupt('Save it as TIFF.'), code: 'SOURCE_FORMAT_UNSUPPORTED', message: 'no RAW' };
    const text = summaryOf({ type: 'asset-refused', asset: 'x.cr2', errors: [error] }, runEvents.finished({ made: 1 }));
    expect(text).toMatch(/SOURCE_FORMAT_UNSUPPORTED .*\n {2}x\.cr2 {2}no RAW\n {2}→ Save it as TIFF\./);
    expect(text).toContain('Done in');
    expect(text).not.toContain('Failed');
  });

  it('says how many files went and how large they were', () => {
    const counts = { removed: 2, removedFiles: 7, removedBytes: 3_400_000 };
    expect(summaryOf(runEvents.finished(counts))).toMatch(
      /Removed +7 files, 3\.4 MB; 2 renditions no longer asked for/,
    );
  });

  it('names the smart crops that may miss the subject, the least sure first', () => {
    const unsure = (asset: string, ...confidences: readonly number[]): Event =>
      runEvents.jobFinished(asset, {
        unsure: confidences.map((confidence, i) => ({ name: `C${i}`, by: 'saliency', confidence })),
      });
    const jobs = Array.from({ length: 10 }, (_, i) => unsure(`n${i}.jpg`, 0.4 + i / 1000));
    const text = summaryOf(...jobs, unsure('flat.jpg', 0.3, 0.1), runEvents.finished({ made: 12 }));
    expect(text).toContain('12 smart crops of 11 assets may miss the subject');
    expect(text).toMatch(/flat\.jpg {2}C1 by saliency, 10 % sure\n {2}n0\.jpg/);
    expect(text).toContain('…and 3 more assets');
    expect(summaryOf(runEvents.jobFinished('a.jpg'), runEvents.finished({ made: 1 }))).not.toContain('unsure');
  });

  it('bounds the names and says where the others are', () => {
    const jobs = Array.from({ length: 20 }, (_, i) => failedJob(`n${i}.jpg`));
    const text = summaryOf(...jobs, runEvents.finished({ failedAssets: 20 }));
    expect(text).toContain('…and 12 more: dmx status');
    expect(text).not.toContain('n8.jpg');
  });

  it('names assets that never became jobs, those apart whose format is only not read', () => {
    const unsupported: ErrorData = { ...corrupt(), code: 'SOURCE_FORMAT_UNSUPPORTED' };
    const text = summaryOf(
      { type: 'asset-refused', asset: 'half.jpg', errors: [corrupt()] },
      { type: 'asset-refused', asset: 'a.psd', errors: [unsupported] },
      runEvents.planned({ unsupported: 1 }),
      runEvents.finished({ failedAssets: 1, unsupported: 1 }),
    );
    expect(text).toContain('half.jpg');
    expect(text.indexOf('a.psd')).toBeLessThan(text.indexOf('half.jpg'));
    expect(text).toContain('1 asset in a format that dmx does not read');
  });

  it('points to status where failures are only those of before', () => {
    const text = summaryOf(runEvents.finished({ failedAssets: 3 }));
    expect(text).toContain('3 assets, as before: dmx status');
    expect(text).toContain('Nothing new to make');
  });

  it('does not say so of a first run in which everything failed', () => {
    const events = [runEvents.planned({ jobs: 1 }), failedJob('a.jpg'), runEvents.finished({ failedAssets: 1 })];
    expect(summaryOf(...events)).toContain('not everything could be made');
    const read: Event = { type: 'examined', bytesDone: 0, bytes: 0, done: 1, total: 1 };
    expect(summaryOf(read, runEvents.finished({ failedAssets: 1 }))).toContain('not everything could be made');
  });

  it('shows the most frequent warnings and counts the others', () => {
    const warned = Array.from({ length: 5000 }, (_, i) => runEvents.jobFinished(`${i}`, { warnings: [`odd ${i}`] }));
    const often = [1, 2].map((i) => runEvents.jobFinished(`again ${i}`, { warnings: ['often'] }));
    const lines = summaryOf(...warned, ...often, runEvents.finished({ made: 1 })).split('\n');
    const shown = lines.filter((line) => line.startsWith('warning'));
    expect(shown).toHaveLength(8);
    expect(shown[0]).toContain('often (2 assets');
    expect(lines).toContain('…and 4,993 other warnings: with --verbose, or dmx show ASSET');
  });

  it('tells each warning once', () => {
    const warned = (asset: string): Event => runEvents.jobFinished(asset, { warnings: ['no profile: taken as CMYK'] });
    const text = summaryOf(...['a', 'b', 'c', 'd'].map(warned), runEvents.finished({ made: 16 }));
    expect(text).toContain('no profile: taken as CMYK (4 assets: a, b, c, …)');
  });

  it.each([
    ['interrupted', 'Interrupted; what was finished is recorded'],
    ['suspended', 'Suspended; what was finished is recorded'],
    ['terminated', 'Terminated; what was finished is recorded'],
  ] as const)('says of an %s run that the same command goes on', (state, headline) => {
    const text = summaryOf(runEvents.finished({ made: 4 }, { state }));
    expect(text).toContain(headline);
    expect(text).toContain('the same command goes on');
  });

  it('says where output and manifest are, as a person here would type it', () => {
    const manifest: Event = { type: 'manifest-written', file: 'manifest.json', assets: 7 };
    const text = summaryOf(manifest, runEvents.finished({ made: 4 }));
    expect(text).toContain('Output    dmx-out');
    expect(text).toContain('Manifest  dmx-out/manifest.json, 7 assets');
  });

  it('shows control characters of file names instead of obeying them', () => {
    const text = summaryOf(failedJob('a\u001b[2Jb\n.jpg'), runEvents.finished({ failedAssets: 1 }));
    expect(text).toContain('a\\x1b[2Jb\\x0a.jpg');
    expect(text).not.toContain('\u001b');
  });
});

describe('a run that had nothing to do', () => {
  it('takes one line', () => {
    expect(printUnchanged(tallyOf(runEvents.finished({ assets: 53, kept: 424 }, { seconds: 0.8 })))).toBe(
      'Nothing to do: 53 assets, 424 renditions up to date (0.8 s)',
    );
  });

  it('mentions renditions of an older engine', () => {
    const tally = tallyOf(runEvents.planned({ stale: 7 }), runEvents.finished({ assets: 1, kept: 8 }));
    expect(printUnchanged(tally)).toContain('7 renditions of an older engine: dmx reprocess --stale');
  });

  it('says so of an empty library', () => {
    expect(printUnchanged(tallyOf(runEvents.finished({})))).toBe('Nothing to do: there are no such pictures or clips');
  });
});

describe('a short path', () => {
  it.each([
    ['/work/photos', '/work', 'photos'],
    ['/work', '/work', '.'],
    ['/a', '/work/deep/down/here', '/a'],
    ['/work/a\u001b[2J', '/work', 'a\\x1b[2J'],
  ])('%s seen from %s is %s', (path, cwd, short) => {
    expect(shortPath(path, cwd)).toBe(short);
  });
});
