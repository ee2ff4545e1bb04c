import { afterAll, describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../src/engines/formats/foreign/load-package.ts';
import { DECODER_NAMES, decoderReader } from './decoders.ts';
import { fuzz } from './fuzz.ts';
import { openWorkerDoor } from './worker-door.ts';

// Each input takes some hundredths of a second; `npm run fuzz` goes on for as long as one likes.
const SHORT = { rounds: 15, seconds: Infinity };

describe.skipIf(missingDecoderPackages().length > 0)('libraries that decode the files of strangers', () => {
  const door = openWorkerDoor();
  afterAll(() => door[Symbol.asyncDispose]());

  it.each(DECODER_NAMES)('survive mutated %s, in a worker', async (name) => {
    expect((await fuzz(await decoderReader(name, door), SHORT, 1))?.reason).toBeUndefined();
  });
});
