import { UNDETERMINED } from '../../../model/language.ts';
import { addressOf, bandwidth, codecsOf, labelsOf, setSeconds } from './stream-set.ts';
import type { Choice, PictureFile, SoundFile, StreamFile, StreamSet, TextFile } from './stream-set.ts';

/** The playlist of a file is called as it is. */
const playlistOf = ({ file }: { readonly file: string }): string => file.replace(/\.[^.]+$/, '.m3u8');

/** A value in quotes, which holds neither those nor ends of lines (RFC 8216 §4.2). */
const quoted = (text: string): string => `"${text.replaceAll(/["\r\n]+/g, ' ')}"`;

// 7: fragmented MP4.
const HEAD = ['#EXTM3U', '#EXT-X-VERSION:7'] as const;
const VOD = ['#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-MEDIA-SEQUENCE:0'] as const;

/** The HLS playlist of one file (RFC 8216): its fragments as ranges of bytes. */
function mediaPlaylist({ file, initBytes, segments }: StreamFile): string {
  const address = addressOf(file);
  const longest = Math.max(...segments.map(({ seconds }) => seconds));
  return [
    ...[...HEAD, `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(longest))}`],
    ...[...VOD, '#EXT-X-INDEPENDENT-SEGMENTS', `#EXT-X-MAP:URI=${quoted(address)},BYTERANGE="${initBytes}@0"`],
    ...segments.flatMap(({ offset, bytes, seconds }) => [
      ...[`#EXTINF:${seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${bytes}@${offset}`, address],
    ]),
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n');
}

/** Captions in one piece: a few kilobytes for an hour, less than the requests for pieces would cost. */
function textPlaylist({ file }: TextFile, seconds: number): string {
  return [
    ...[...HEAD, `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(seconds))}`, ...VOD],
    ...[`#EXTINF:${seconds.toFixed(6)},`, addressOf(file), '#EXT-X-ENDLIST', ''],
  ].join('\n');
}

/** The characteristics that Apple's players ask for by the people who need it (RFC 8216 §4.3.4.1). */
const CHARACTERISTICS: Readonly<Partial<Record<Choice['purpose'], string>>> = {
  captions: 'public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound',
  description: 'public.accessibility.describes-video',
};

/** The attributes that all choices share. */
function choiceLine(type: string, group: string, choice: Choice & { readonly file: string }, label: string): string {
  const { language, purpose } = choice;
  const characteristics = CHARACTERISTICS[purpose];
  return [
    `#EXT-X-MEDIA:TYPE=${type},GROUP-ID="${group}",NAME=${quoted(label)}`,
    ...(language === UNDETERMINED ? [] : [`LANGUAGE=${quoted(language)}`]),
    ...(characteristics === undefined ? [] : [`CHARACTERISTICS="${characteristics}"`]),
    `URI=${quoted(addressOf(playlistOf(choice)))}`,
  ].join(',');
}

function soundLines({ sounds }: StreamSet): readonly string[] {
  const labels = labelsOf(sounds);
  return sounds.map((sound, i) => {
    // The first plays unless something else is chosen; a player may choose any by the viewer's language.
    const how = `DEFAULT=${i === 0 ? 'YES' : 'NO'},AUTOSELECT=YES,CHANNELS="${sound.channels}"`;
    return `${choiceLine('AUDIO', 'audio', sound, labels[i] ?? sound.name)},${how}`;
  });
}

function textLines({ texts }: StreamSet): readonly string[] {
  const labels = labelsOf(texts);
  return texts.map((text, i) => {
    const how = `DEFAULT=NO,AUTOSELECT=YES,FORCED=${text.purpose === 'forced' ? 'YES' : 'NO'}`;
    return `${choiceLine('SUBTITLES', 'text', text, labels[i] ?? text.name)},${how}`;
  });
}

function rungLines(picture: PictureFile, set: StreamSet): readonly string[] {
  const { size, rate } = picture;
  const { peak, average } = bandwidth(picture, set);
  const groups = [
    ...(set.sounds.length === 0 ? [] : ['AUDIO="audio"']),
    ...(set.texts.length === 0 ? [] : ['SUBTITLES="text"']),
  ];
  const shape = `RESOLUTION=${size.width}x${size.height},FRAME-RATE=${(rate[0] / rate[1]).toFixed(3)}`;
  const codecs = `CODECS=${quoted(codecsOf(picture, set))}`;
  return [
    [`#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},${codecs},${shape}`, ...groups].join(','),
    addressOf(playlistOf(picture)),
  ];
}

/** The HLS playlist that lists all rungs, from the smallest. */
export function masterPlaylist(set: StreamSet): string {
  return [
    ...[...HEAD, '#EXT-X-INDEPENDENT-SEGMENTS', ...soundLines(set), ...textLines(set)],
    ...set.pictures.flatMap((picture) => rungLines(picture, set)),
    '',
  ].join('\n');
}

/** The playlists of the files of a set, by their names. */
export function mediaPlaylists(set: StreamSet): readonly (readonly [name: string, text: string])[] {
  const seconds = setSeconds(set);
  const files: readonly (SoundFile | PictureFile)[] = [...set.pictures, ...set.sounds];
  return [
    ...files.map((file) => [playlistOf(file), mediaPlaylist(file)] as const),
    ...set.texts.map((text) => [playlistOf(text), textPlaylist(text, seconds)] as const),
  ];
}
