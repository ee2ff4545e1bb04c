import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRow } from '../../../../../fixtures/make/psd.ts';
import { unpackRow } from '../../../../../src/engines/formats/psd/planes.ts';

describe('a packed row', () => {
  it('is unpacked to what it was', () => {
    const rows = fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 200 })), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (runs) => {
        const row = Uint8Array.from(runs.flatMap(([value, count]) => Array.from({ length: count }, () => value)));
        const unpacked = new Uint8Array(row.length);
        unpackRow(packRow(row), unpacked);
        expect(unpacked).toEqual(row);
      }),
    );
  });
});
