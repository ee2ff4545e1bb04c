import { startsWith } from './format.ts';

/** Judges a raw of Phase One: a TIFF of a small picture, with a mark of its own behind its header. */
export const isPhaseOne = (head: string): boolean => /^(?:II\*\0[^]{4}IIII|MM\0\*[^]{4}MMMM)/.test(head);

/** Judges a raw of Canon's first cameras. */
export const isCrw = startsWith('HEAPCCDR', 6);

/** Judges a raw of Minolta. */
export const isMrw = startsWith('\0MRM');

/** Judges a raw of Sigma. */
export const isX3f = startsWith('FOVb');
