import { CAPTIONS } from './captions.ts';
import type { FuzzedReader } from './reader.ts';

/** Every reader that is fuzzed, by its file. */
export const READERS: readonly FuzzedReader[] = [CAPTIONS];
