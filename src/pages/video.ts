import { present } from '../base/present.ts';
import type { ManifestAsset, ManifestRendition } from '../model/manifest/manifest-asset.ts';
import { containerOf } from '../model/formats/codecs.ts';
import { addressOf } from './address.ts';
import { namePattern } from './candidates.ts';
import { altOf } from './picture.ts';

/** The wishes of a page for a clip. */
export interface VideoOptions {
  /** Put before every address, such as `/media/`; '' = relative to the output. */
  readonly base?: string | undefined;
  /** Names of the encodings and sets that may be played, `*` standing for anything; absent = those of the whole picture. */
  readonly renditions?: readonly string[] | undefined;
  /** The text for those who do not see a picture that moves; absent = its alternative text. */
  readonly alt?: string | undefined;
  /** True for the clip that is seen first: its header is fetched at once. */
  readonly priority?: boolean | undefined;
}

/** A `<video>` as data. */
export interface Video {
  /** In the order in which a browser tries them: the set of qualities first. */
  readonly sources: readonly { readonly src: string; readonly type: string }[];
  readonly poster?: string;
  readonly width: number;
  readonly height: number;
  readonly preload: 'metadata' | 'none';
  /** It is a picture that moves: silent, it plays by itself, over and over. */
  readonly moving?: true;
  /** Alternative text, for such a picture. */
  readonly label?: string;
  readonly title?: string;
  readonly tracks: readonly {
    readonly src: string;
    readonly kind: 'subtitles' | 'captions' | 'chapters' | 'metadata';
    /** BCP 47; absent = not said, which of subtitles `und` says. */
    readonly srclang?: string;
    readonly label: string;
  }[];
}

const HLS = 'application/vnd.apple.mpegurl';

/** Of a packaged set the playlist that browsers play by themselves, or a player by script. */
function playlistOf({ role, path, entry = [] }: ManifestRendition): string | undefined {
  const playlist = role === 'stream' ? entry.find((name) => name.endsWith('.m3u8')) : undefined;
  return playlist === undefined ? undefined : `${path}/${playlist}`;
}

/** Captions of each purpose as `<track>` has it; sound is no track of HTML. */
const KINDS: Readonly<Partial<Record<string, Video['tracks'][number]['kind']>>> = {
  ...{ subtitles: 'subtitles', forced: 'subtitles', captions: 'captions', chapters: 'chapters' },
  // For scripts: browsers show none of it.
  swatches: 'metadata',
};

function tracksOf({ renditions }: ManifestAsset, base: string | undefined): Video['tracks'] {
  return renditions.flatMap(({ role, path, mime, kind: purpose = '', language = 'und' }) => {
    const kind = KINDS[purpose];
    if (role !== 'track' || kind === undefined || mime !== 'text/vtt') return [];
    // HTML: subtitles need a language, be it one that nobody said.
    const known = language === 'und' && kind !== 'subtitles' ? {} : { srclang: language };
    const label = kind === 'metadata' ? purpose : kind;
    return [{ src: addressOf(path, base), kind, ...known, label: language === 'und' ? label : `${language} ${label}` }];
  });
}

/** The type that every browser plays: it stands last. */
const EVERYWHERE = containerOf('h264', null).mime;

/** The clips of one rendition of a picture that moves: of those that may be shown the widest, of the whole picture before crops. */
function movingOf(
  { renditions, page }: ManifestAsset,
  names: readonly string[] | undefined = page?.renditions,
): readonly ManifestRendition[] {
  const wanted = names?.map(namePattern);
  const clips = renditions.filter(
    ({ poster }) => poster !== undefined && (wanted === undefined || wanted.some((one) => one.test(poster))),
  );
  const whole = clips.filter(({ crop }) => crop === undefined);
  const [best] = (whole.length > 0 ? whole : clips).toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0));
  return clips.filter(({ poster }) => poster === best?.poster);
}

const isPlayed = (role: ManifestRendition['role']): boolean => role === 'encoding' || role === 'stream';

/** The renditions that may be played, which show one part of the picture: of those named the whole picture before crops. */
function playedOf(asset: ManifestAsset, names: readonly string[] | undefined): readonly ManifestRendition[] {
  const { kind, renditions } = asset;
  if (kind === 'image') return movingOf(asset, names);
  const wanted = names?.map(namePattern);
  const named = renditions.filter(
    ({ role, name }) => isPlayed(role) && (wanted === undefined || wanted.some((one) => one.test(name))),
  );
  const crop = wanted === undefined || named.some((one) => one.crop === undefined) ? undefined : named[0]?.crop;
  return named.filter((one) => one.crop === crop);
}

/** Single files, those of newer types first, of each the largest first. */
function encodingsOf(played: readonly ManifestRendition[]): readonly ManifestRendition[] {
  const place = ({ mime }: ManifestRendition): number => (mime === EVERYWHERE ? 1 : 0);
  const files = played.filter(({ role }) => role === 'encoding');
  return files.toSorted((a, b) => place(a) - place(b) || (b.width ?? 0) - (a.width ?? 0));
}

/** The address of the poster of a clip; undefined where it has none. */
export function posterOf({ renditions }: ManifestAsset, base: string | undefined): string | undefined {
  const poster = renditions.find(({ role }) => role === 'poster');
  return poster && addressOf(poster.path, base);
}

/** The poster of what is played: of a picture that moves the rendition that it belongs to. */
function stillOf(asset: ManifestAsset, name: string | undefined, base: string | undefined): string | undefined {
  if (name === undefined) return posterOf(asset, base);
  const still = asset.renditions.find((one) => one.name === name);
  return still && addressOf(still.path, base);
}

/** The `<video>` of a page; undefined where there is nothing that browsers play, as of a picture that has no clips. */
export function videoOf(asset: ManifestAsset, options: VideoOptions = {}): Video | undefined {
  const { base, renditions: names, priority, alt } = options;
  const played = playedOf(asset, names);
  const encodings = encodingsOf(played);
  const sets = played
    .flatMap((one) => playlistOf(one) ?? [])
    .map((path) => ({ src: addressOf(path, base), type: HLS }));
  const files = encodings.map(({ path, mime }) => ({ src: addressOf(path, base), type: mime }));
  if (sets.length + files.length === 0) return undefined;
  const still = encodings[0]?.poster;
  const { width = 0, height = 0 } = encodings[0] ?? played.find((one) => one.width !== undefined) ?? asset.master;
  return {
    sources: [...sets, ...files],
    ...{ width, height, preload: priority === true ? 'metadata' : 'none', tracks: tracksOf(asset, base) },
    ...(still !== undefined && { moving: true as const, label: altOf(asset, alt) }),
    ...present({ poster: stillOf(asset, still, base), title: asset.metadata?.title }),
  };
}
