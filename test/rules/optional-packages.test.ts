import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DECODER_PACKAGES } from '../../src/model/formats/decoder-packages.ts';
import { FORMAT_ROWS } from '../../src/model/formats/formats.ts';
import { inRepository } from '../support/files/repository.ts';

const { optionalDependencies } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
};

describe('packages that decode masters', () => {
  it('are optional, in the versions that the table names', () => {
    for (const [name, { version }] of Object.entries(DECODER_PACKAGES)) {
      expect(optionalDependencies[name], name).toBe(version);
    }
  });

  it('are each needed by a format', () => {
    const needed = new Set(
      FORMAT_ROWS.flatMap(([, { decoding }]) => [
        ...(decoding?.package ? [decoding.package] : []),
        ...Object.keys(decoding?.further ?? {}),
      ]),
    );
    expect([...needed].toSorted()).toEqual(Object.keys(DECODER_PACKAGES).toSorted());
  });
});
