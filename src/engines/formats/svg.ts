import { readWithLibvips } from './libvips/read-with-libvips.ts';

export const svg = { decoder: readWithLibvips(), encoder: undefined };
