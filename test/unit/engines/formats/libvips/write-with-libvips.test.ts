import { describe, expect, it } from 'vitest';
import { encoderOf } from '../../../../../src/engines/formats/index.ts';
import { NO_METADATA } from '../../../../../src/engines/image/metadata/source-metadata.ts';
import type { FinishedPixels } from '../../../../../src/engines/picture.ts';
import { formatOf } from '../../../../../src/model/formats/output-formats.ts';

describe('a quality that is searched for', () => {
  const [width, height] = [800, 600];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = ((i * i) % 251) ^ (i % 37);
  const pixels: FinishedPixels = { data, width, height, channels: 3, pixelType: 'rgb' };

  it.each(['jpeg', 'webp'] as const)(
    'takes no copies of the pixels, and gives what that quality gives: %s',
    async (name) => {
      const encoding = (output: object) => {
        const asked = { format: name, ...output } as const;
        const order = { format: formatOf(asked), output: asked, metadata: 'none', source: NO_METADATA } as const;
        return encoderOf(name).encode(pixels, order);
      };
      const before = process.memoryUsage().arrayBuffers;
      const { bytes, quality } = await encoding({ quality: 90, maxKilobytes: 130 });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(data.length);
      expect(bytes.length).toBeLessThanOrEqual(130 * 1024);
      expect((await encoding({ quality })).bytes.equals(bytes)).toBe(true);
    },
  );
});
