import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/model/analysis.ts';
import { smartTagsOf } from '../../../../src/model/manifest/smart-tags.ts';

const box = [0, 0, 1, 1] as const;
const finding = (given: Partial<Finding>): Finding => ({ version: '1', confidence: 1, subjects: [], ...given });

describe('smart tags', () => {
  it('are the kinds that detectors named, each at its surest, without guesses', () => {
    const objects = finding({
      subjects: [
        { box, score: 0.4, label: 'dog' },
        { box, score: 0.81234, label: 'dog' },
        { box, score: 0.1, label: 'apple' },
      ],
    });
    const faces = finding({ subjects: [{ box, score: 0.9, label: 'face' }] });
    const cutout = finding({ subjects: [{ box, score: 1, label: 'cutout' }] });
    expect(smartTagsOf({ objects, faces, cutout })).toEqual([
      { label: 'face', confidence: 0.9 },
      { label: 'dog', confidence: 0.812 },
    ]);
  });

  it('are those of any moment of a clip', () => {
    const moments = [0, 1].map((seconds) => ({
      ...{ seconds, cut: false, confidence: 1 },
      subjects: [{ box, score: 0.5 + seconds / 10, label: 'cat' }],
    }));
    expect(smartTagsOf({ objects: finding({ moments }) })).toEqual([{ label: 'cat', confidence: 0.6 }]);
    expect(smartTagsOf({})).toEqual([]);
  });
});
