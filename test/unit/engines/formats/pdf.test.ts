import { describe, expect, it } from 'vitest';
import { pdf } from '../../../../src/engines/formats/pdf.ts';
import { NO_METADATA } from '../../../../src/engines/image/metadata/source-metadata.ts';
import { formatOf } from '../../../../src/model/formats/output-formats.ts';

describe('a PDF of a JPEG', () => {
  it('has the best quality with which all of it is as small as it may be', async () => {
    const data = Uint8Array.from({ length: 200 * 150 * 3 }, (_, at) => (at * at * 7 + at / 90) % 256);
    const pixels = { data, width: 200, height: 150, channels: 3, pixelType: 'rgb' } as const;
    const encode = async (quality: number, maxKilobytes?: number) => {
      const output = { format: 'pdf', compression: 'jpeg', quality, ...(maxKilobytes && { maxKilobytes }) };
      const order = { format: formatOf(output), output, metadata: 'none', source: NO_METADATA } as const;
      return pdf.encoder.encode(pixels, order);
    };
    const { bytes, quality = 0 } = await encode(90, 12);
    expect(bytes.length).toBeLessThanOrEqual(12 * 1024);
    expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
    expect((await encode(quality + 1)).bytes.length).toBeGreaterThan(12 * 1024);
  });
});
