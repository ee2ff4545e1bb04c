import type { Format } from './format.ts';

type Extensions = Format['extensions'];

const clip = (
  label: string,
  extensions: Extensions,
  ...[first, ...others]: readonly [string, ...string[]]
): Format => ({
  label,
  kind: 'video',
  extensions,
  types: [{ mime: first }, ...others.map((mime) => ({ mime }))],
});

/** Files of boxes, which may hold sound alone. */
function boxed(label: string, extensions: Extensions, ...mimes: readonly [string, ...string[]]): Format {
  const [first, ...others] = mimes;
  const type = (mime: string) => ({ mime, mayBeSound: true }) as const;
  return { label, kind: 'video', extensions, types: [type(first), ...others.map(type)] };
}

/** Clips, which ffmpeg reads: rows of the formats. */
export const CLIP_FORMATS = {
  mp4: boxed('MP4', ['mp4', 'm4v', 'f4v'], 'video/mp4', 'video/x-m4v'),
  quicktime: { ...boxed('QuickTime', ['mov', 'qt'], 'video/quicktime'), trackPerChannel: true },
  webm: clip('WebM', ['webm'], 'video/webm'),
  matroska: clip('Matroska', ['mkv'], 'video/matroska'),
  avi: clip('AVI', ['avi'], 'video/vnd.avi'),
  mpeg: clip('MPEG', ['mpg', 'mpeg', 'mpe', 'm1v', 'm2v', 'vob'], 'video/mpeg', 'video/MP1S', 'video/MP2P'),
  mpegts: { ...clip('MPEG-TS', ['m2ts', 'm2t', 'mts', 'ts'], 'video/mp2t'), codeExtensions: ['mts', 'ts'] },
  ogg: clip('Ogg', ['ogv'], 'video/ogg'),
  flv: clip('Flash video', ['flv'], 'video/x-flv'),
  asf: clip('Windows Media', ['wmv', 'asf'], 'video/x-ms-asf'),
  threegpp: boxed('3GPP', ['3gp', '3gpp', '3g2'], 'video/3gpp', 'video/3gpp2'),
  mj2: clip('Motion JPEG 2000', ['mj2', 'mjp2'], 'image/mj2'),
  mxf: { ...clip('MXF', ['mxf'], 'application/mxf'), trackPerChannel: true },
} as const satisfies Readonly<Record<string, Format>>;
