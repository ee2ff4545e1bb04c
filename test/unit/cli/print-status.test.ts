import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../src/base/paint.ts';
import { printStatus } from '../../../src/cli/print-status.ts';
import { NO_COUNTS, type RunRecord } from '../../../src/model/run/run.ts';
import type { StatusView } from '../../../src/run/status.ts';

const EMPTY: StatusView = {
  ...{ library: '/shop/assets', output: '/shop/dmx-out', folder: '' },
  summary: {
    states: { ready: 0, partial: 0, failed: 0, unsupported: 0 },
    ...{ gone: 0, goneBytes: 0, renditions: 0, renditionBytes: 0, masterBytes: 0, engines: [] },
  },
  failures: [],
  kept: { files: 0, bytes: 0, until: null },
  lastRun: undefined,
};

const FAILED: RunRecord = {
  ...{ id: 'r1', title: '', command: 'ingest', state: 'failed', options: {}, pid: 1 },
  ...{ startedAt: '2026-03-01T14:30:00.000Z', endedAt: '2026-03-01T14:31:00.000Z', counts: NO_COUNTS },
  error: { code: 'STORAGE_FULL', rendition: null, message: 'cannot write there', hint: 'Free some space.' },
};

const printed = (change: Partial<StatusView>): string =>
  printStatus({ ...EMPTY, ...change }, { paint: makePaint(false), verbose: false, now: 0 }).join('\n');

describe('the status of an output of which nothing is known', () => {
  it('says what to do where nothing was tried', () => {
    expect(printed({})).toContain('dmx ingest');
  });

  it('tells the run that was tried, and the error that ended it', () => {
    const text = printed({ lastRun: FAILED });
    for (const part of ['2026-03-01 14:30', 'failed', 'STORAGE_FULL', 'cannot write there', 'Free some space.'])
      expect(text).toContain(part);
  });

  it('tells of a folder of which nothing is known as such', () => {
    expect(printed({ folder: 'shoes', lastRun: { ...FAILED, state: 'finished' } })).toContain('folder');
  });
});
