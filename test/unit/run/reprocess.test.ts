import { describe, expect, it } from 'vitest';
import { reprocessing } from '../../../src/run/reprocess.ts';

const request = { command: 'anything', cwd: '/w', folders: [] };

describe('a reprocess', () => {
  it('is about what the catalog knows and settles moves, whatever its command is called', () => {
    expect(reprocessing(request)).toMatchObject({ select: {}, intent: { settleMoves: true } });
    expect(reprocessing({ ...request, select: { failed: true } }).select).toEqual({ failed: true });
  });

  it('takes a bare day for midnight where it runs, and a moment for itself', () => {
    const since = (text: string) => reprocessing({ ...request, select: { since: text } }).select?.since;
    expect(since('2026-03-01')).toBe(new Date(2026, 2, 1).toISOString());
    expect(since('2026-03-01T12:00Z')).toBe('2026-03-01T12:00:00.000Z');
  });
});
