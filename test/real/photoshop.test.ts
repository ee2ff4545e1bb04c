import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../support/files/repository.ts';
import { templateLikeness } from '../support/pictures/template-likeness.ts';

const corpus = sharedFolder('corpus/formats');

const WITHOUT_LAYERS: ReadonlySet<string> = new Set(['cmyk-spot.psd']);

describe.skipIf(corpus === undefined)('templates of real Photoshop files', () => {
  const names = readdirSync(corpus ?? '.').filter((name) => name.endsWith('.psd'));

  it.each(names)('look like the merged picture of %s', { timeout: 60_000 }, async (name) => {
    if (WITHOUT_LAYERS.has(name)) {
      return await expect(templateLikeness(path.join(corpus ?? '', name))).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
      });
    }
    const { decibels, remarks } = await templateLikeness(path.join(corpus ?? '', name));
    expect(decibels).toBeGreaterThanOrEqual(remarks.length === 0 ? 35 : 15);
  });
});
