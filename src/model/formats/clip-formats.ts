import type { Format } from './format.ts';

const clip = (label: string, ...[first, ...others]: readonly [string, ...string[]]): Format => ({
  label,
  kind: 'video',
  types: [{ mime: first }, ...others.map((mime) => ({ mime }))],
});

/** Files of boxes, which may hold sound alone. */
function boxed(label: string, ...mimes: readonly [string, ...string[]]): Format {
  const [first, ...others] = mimes;
  const type = (mime: string) => ({ mime, mayBeSound: true }) as const;
  return { label, kind: 'video', types: [type(first), ...others.map(type)] };
}

/** Clips, which ffmpeg reads: rows of the formats. */
export const CLIP_FORMATS = {
  mp4: boxed('MP4', 'video/mp4', 'video/x-m4v'),
  quicktime: { ...boxed('QuickTime', 'video/quicktime'), trackPerChannel: true },
  webm: clip('WebM', 'video/webm'),
  matroska: clip('Matroska', 'video/matroska'),
  avi: clip('AVI', 'video/vnd.avi'),
  mpeg: clip('MPEG', 'video/mpeg', 'video/MP1S', 'video/MP2P'),
  mpegts: clip('MPEG-TS', 'video/mp2t'),
  ogg: clip('Ogg', 'video/ogg'),
  flv: clip('Flash video', 'video/x-flv'),
  asf: clip('Windows Media', 'video/x-ms-asf'),
  threegpp: boxed('3GPP', 'video/3gpp', 'video/3gpp2'),
  mj2: clip('Motion JPEG 2000', 'image/mj2'),
  mxf: { ...clip('MXF', 'application/mxf'), trackPerChannel: true },
} as const satisfies Readonly<Record<string, Format>>;
