import type { FrameRate } from '../../model/clip-geometry.ts';
import type { Size } from '../../model/geometry.ts';
import type { SegmentedFile } from './boxes.ts';

/** A file of a packaged set, in its folder. */
interface StreamFile extends SegmentedFile {
  readonly name: string;
  readonly file: string;
}

export interface PictureFile extends StreamFile {
  readonly size: Size;
  readonly rate: FrameRate;
}

export interface SoundFile extends StreamFile {
  readonly channels: number;
  readonly sampleRate: number;
  readonly language: string | null;
}

/** All files of a packaged set; no sound where the master has none. */
export interface StreamSet {
  readonly pictures: readonly PictureFile[];
  readonly sound: SoundFile | undefined;
}

/** Bits a second: in the worst fragment, and on average. */
function bitrates({ segments }: SegmentedFile): { readonly peak: number; readonly average: number } {
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const average = Math.ceil((bytes * 8) / secondsOf({ segments }));
  // A short last fragment is no burst: it never is fetched alone, in half a second or less.
  const whole = segments.filter(({ seconds }) => seconds >= 0.5);
  const peak = Math.max(average, ...whole.map((segment) => Math.ceil((segment.bytes * 8) / segment.seconds)));
  return { peak, average };
}

function secondsOf({ segments }: Pick<SegmentedFile, 'segments'>): number {
  return segments.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The HLS playlist of one file (RFC 8216): its fragments as ranges of bytes. */
export function mediaPlaylist({ file, initBytes, segments }: StreamFile): string {
  const longest = Math.max(...segments.map(({ seconds }) => seconds));
  return [
    // 7: fragmented MP4.
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(longest))}`],
    ...['#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-MEDIA-SEQUENCE:0'],
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${initBytes}@0"`,
    ...segments.flatMap(({ offset, bytes, seconds }) => [
      ...[`#EXTINF:${seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${bytes}@${offset}`, file],
    ]),
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n');
}

const playlistOf = ({ name }: StreamFile): string => `${name}.m3u8`;

function soundLine(sound: SoundFile): string {
  const language = sound.language === null ? '' : `,LANGUAGE="${sound.language}"`;
  const how = `DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${sound.channels}"`;
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Main"${language},${how},URI="${playlistOf(sound)}"`;
}

/** Bits a second of a rung with its sound: what a player needs to choose by. */
export function bandwidth(
  picture: PictureFile,
  { sound }: StreamSet,
): { readonly peak: number; readonly average: number } {
  const [seen, heard] = [bitrates(picture), sound === undefined ? { peak: 0, average: 0 } : bitrates(sound)];
  return { peak: seen.peak + heard.peak, average: seen.average + heard.average };
}

export function codecsOf(picture: PictureFile, { sound }: StreamSet): string {
  return sound === undefined ? picture.codecs : `${picture.codecs},${sound.codecs}`;
}

function rungLines(picture: PictureFile, set: StreamSet): readonly string[] {
  const { size, rate } = picture;
  const { peak, average } = bandwidth(picture, set);
  const group = set.sound === undefined ? '' : ',AUDIO="audio"';
  const shape = `RESOLUTION=${size.width}x${size.height},FRAME-RATE=${(rate[0] / rate[1]).toFixed(3)}`;
  const codecs = `CODECS="${codecsOf(picture, set)}"`;
  return [
    `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},${codecs},${shape}${group}`,
    playlistOf(picture),
  ];
}

/** The HLS playlist that lists all rungs, from the smallest. */
export function masterPlaylist(set: StreamSet): string {
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'],
    ...(set.sound === undefined ? [] : [soundLine(set.sound)]),
    ...set.pictures.flatMap((picture) => rungLines(picture, set)),
    '',
  ].join('\n');
}

function representation(file: StreamFile, attributes: string): readonly string[] {
  const { name, initBytes, index, codecs } = file;
  const { average } = bitrates(file);
  return [
    `      <Representation id="${name}" bandwidth="${average}" codecs="${codecs}" ${attributes}>`,
    `        <BaseURL>${file.file}</BaseURL>`,
    `        <SegmentBase indexRange="${index.offset}-${index.offset + index.bytes - 1}">`,
    `          <Initialization range="0-${initBytes - 1}"/>`,
    ...['        </SegmentBase>', '      </Representation>'],
  ];
}

function pictureSet(pictures: readonly PictureFile[]): readonly string[] {
  return [
    '    <AdaptationSet contentType="video" mimeType="video/mp4" segmentAlignment="true" subsegmentAlignment="true" subsegmentStartsWithSAP="1">',
    ...pictures.flatMap((picture) => {
      const { size, rate } = picture;
      const frames = rate[1] === 1 ? String(rate[0]) : rate.join('/');
      return representation(picture, `width="${size.width}" height="${size.height}" frameRate="${frames}"`);
    }),
    '    </AdaptationSet>',
  ];
}

function soundSet(sound: SoundFile): readonly string[] {
  const language = sound.language === null ? '' : ` lang="${sound.language}"`;
  const channels = 'urn:mpeg:dash:23003:3:audio_channel_configuration:2011';
  const [open = '', ...rest] = representation(sound, `audioSamplingRate="${sound.sampleRate}"`);
  return [
    `    <AdaptationSet contentType="audio" mimeType="audio/mp4"${language} subsegmentAlignment="true" subsegmentStartsWithSAP="1">`,
    ...[open, `        <AudioChannelConfiguration schemeIdUri="${channels}" value="${sound.channels}"/>`, ...rest],
    '    </AdaptationSet>',
  ];
}

/** The DASH manifest of the same files (ISO/IEC 23009-1, on-demand profile). */
export function dashManifest({ pictures, sound }: StreamSet): string {
  const files = [...pictures, ...(sound === undefined ? [] : [sound])];
  const seconds = Math.max(...files.map(secondsOf)).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT${seconds}S" minBufferTime="PT4S">`,
    `  <Period id="0" duration="PT${seconds}S">`,
    ...pictureSet(pictures),
    ...(sound === undefined ? [] : soundSet(sound)),
    ...['  </Period>', '</MPD>', ''],
  ].join('\n');
}
