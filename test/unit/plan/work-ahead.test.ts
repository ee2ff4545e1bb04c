import { describe, expect, it } from 'vitest';
import { WorkAhead } from '../../../src/plan/work-ahead.ts';

describe('what goes ahead', () => {
  it('is some of each kind of which there are many, and the longest of all; the rest keeps its order', () => {
    const ahead = new WorkAhead();
    const paths = Array.from({ length: 60 }, (_, i) => `${String(i).padStart(2, '0')}.jpg`);
    for (const [i, path] of paths.entries()) ahead.add(path, { kind: 'jpeg', seconds: 60 - i });
    ahead.add('z.mp4', { kind: 'clip', seconds: 1000 });
    ahead.add('zz.psd', { kind: 'psd', seconds: 0.1 });
    expect([...ahead.scouts]).toEqual(['00.jpg', '01.jpg', '02.jpg']);
    const order = ahead.order([...paths, 'z.mp4', 'zz.psd'], (path) => path);
    expect(order.slice(0, 16)).toEqual([...paths.slice(0, 15), 'z.mp4']);
    expect(order.slice(16)).toEqual([...paths.slice(15), 'zz.psd']);
  });
});
