import { BITMAPS } from './bitmaps.ts';
import { CAPTIONS } from './captions.ts';
import { FFPROBE } from './ffprobe.ts';
import { JLS } from './jls.ts';
import { LAYERED } from './layered.ts';
import { LIGHT } from './light.ts';
import { EXIF_BLOCKS, RESOURCE_BLOCKS, XMP } from './metadata.ts';
import { MODIFIERS } from './modifiers.ts';
import { MP4 } from './mp4.ts';
import { CODED_COLORS, FOREIGN_HEADERS, KINDS, PSD, SVG } from './pictures.ts';
import { RICH_TEXT } from './rich-text.ts';
import { PHOTOSHOP } from './photoshop.ts';
import type { FuzzedReader } from './reader.ts';
import { IGNORES, IMPORTS, JOURNAL } from './texts.ts';
import { TIFF } from './tiff.ts';
import { YAML } from './yaml.ts';

/** Every reader that is fuzzed, by its file. */
export const READERS: readonly FuzzedReader[] = [
  ...[CAPTIONS, FFPROBE, MP4, YAML, MODIFIERS, LAYERED, RICH_TEXT, IMPORTS, IGNORES, JOURNAL],
  ...[
    RESOURCE_BLOCKS,
    XMP,
    EXIF_BLOCKS,
    TIFF,
    PSD,
    PHOTOSHOP,
    BITMAPS,
    JLS,
    CODED_COLORS,
    FOREIGN_HEADERS,
    LIGHT,
    SVG,
    KINDS,
  ],
];
