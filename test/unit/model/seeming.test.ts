import { describe, expect, it } from 'vitest';
import { isPromised, type Seeming } from '../../../src/model/seeming.ts';

const seeming = (kind?: Seeming['kind']): Seeming => ({ what: 'it', hint: 'do', ...(kind && { kind }) });

describe('a name that promises a picture or clip', () => {
  it('is held to it', () => {
    for (const kind of [undefined, 'code', 'sound'] as const) expect(isPromised('a/b.jpg', seeming(kind))).toBe(true);
    expect(isPromised('clip.mov', seeming('code'))).toBe(true);
    expect(isPromised('clip.ts', seeming())).toBe(true);
  });

  it('may be that of program text, or of sound alone', () => {
    expect(isPromised('main.ts', seeming('code'))).toBe(false);
    expect(isPromised('song.mp4', seeming('sound'))).toBe(false);
    expect(isPromised('notes.txt', seeming('code'))).toBe(false);
  });
});
