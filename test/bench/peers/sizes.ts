/** A file that every way makes of each master: as wide as this, as high as follows. */
export interface WantedFile {
  readonly name: string;
  readonly width: number;
  readonly format: 'jpeg' | 'webp';
}

/** Quality of every file, as each program counts it. */
export const QUALITY = 80;

/** What a page asks for: two sizes in each of two formats. By width alone, for that is what all of the programs can do. */
export const WANTED: readonly WantedFile[] = [
  { name: 'jpeg-1280', width: 1280, format: 'jpeg' },
  { name: 'jpeg-640', width: 640, format: 'jpeg' },
  { name: 'webp-800', width: 800, format: 'webp' },
  { name: 'webp-400', width: 400, format: 'webp' },
];
