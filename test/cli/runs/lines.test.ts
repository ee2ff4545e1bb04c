import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { openShop } from '../../support/project/shop.ts';
import { lineJsonSchema } from '../../../src/model/run/line-schema.ts';

const valid = new Ajv2020({ strict: false }).compile(lineJsonSchema());

describe('--json', () => {
  it('prints lines that their schema knows', async () => {
    const { folder } = await openShop();
    const types = new Set<string>();
    const check = async (...words: readonly string[]): Promise<void> => {
      const { stdout } = await dmx(folder, ...words, '--json');
      for (const line of stdout.trim().split('\n')) {
        const parsed: { readonly type: string } = JSON.parse(line);
        types.add(parsed.type);
        expect(valid(parsed), `${words.join(' ')}: ${line}\n${JSON.stringify(valid.errors?.slice(0, 3))}`).toBe(true);
      }
    };
    await check('plan');
    await check('ingest');
    await check('list');
    await check('status');
    await check('runs', 'show', 'last');
    await check('verify', '--quick');
    await check('crop', 'nowhere.jpg');
    await check('show', 'a.png', '--req', 'props');
    expect([...types]).toEqual(
      expect.arrayContaining([
        ...['asset-listed', 'batch-started', 'error', 'job-finished', 'manifest-written', 'plan-asset', 'plan-totals'],
        ...['planned', 'rendition-changed', 'run', 'run-finished', 'run-started', 'status', 'verified', 'props'],
      ]),
    );
  });

  it('is refused by the schema where a field has another meaning', () => {
    expect(valid({ v: 1, type: 'scan-progress', files: 3 })).toBe(true);
    expect(valid({ v: 1, type: 'scan-progress', files: 'three' })).toBe(false);
    expect(valid({ v: 2, type: 'scan-progress', files: 3 })).toBe(false);
    expect(valid({ v: 1, type: 'unheard-of' })).toBe(false);
  });
});
