import { CAPTIONS } from './captions.ts';
import { FFPROBE } from './ffprobe.ts';
import { MP4 } from './mp4.ts';
import type { FuzzedReader } from './reader.ts';

/** Every reader that is fuzzed, by its file. */
export const READERS: readonly FuzzedReader[] = [CAPTIONS, FFPROBE, MP4];
