import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sharp } from '../../src/engines/image/libvips.ts';
import { copyFixture } from './tree.ts';

/** A small library with its dmx.yaml, profile and output, for a test to do anything to. */
export interface Shop {
  readonly folder: string;
  readonly assets: string;
  readonly output: string;
}

function shopAt(folder: string): Shop {
  return { folder, assets: join(folder, 'assets'), output: join(folder, 'dmx-out') };
}

/** Five pictures in four folders, each with a crop, a swatch and two presets. */
export async function openShop(): Promise<Shop> {
  return shopAt(await copyFixture('trees/shop/small'));
}

/** Writes a picture of noise that no other number makes: PNG, so that its bytes are its pixels'. */
export async function drawNoise(file: string, number: number, width = 90, height = 60): Promise<void> {
  let value = (number * 2_654_435_761 + 1) >>> 0;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return value >>> 24;
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  );
}

/** Rewrites a text file of the shop. */
export function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
