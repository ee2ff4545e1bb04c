import type { TextTrack, VideoFacts } from '../../model/asset.ts';
import { DEFAULT_LIMITS } from '../../model/master-limits.ts';
import type { SoundEncoding, Track } from '../../model/recipe/video-recipe.ts';
import { parseLanguage, UNDETERMINED } from '../../model/language.ts';
import { isText, type Sidecar, type TrackPurpose } from '../../model/track.ts';

/** Codecs of embedded text that is text; the others are pictures of it (DVD, Blu-ray), or unknown to ffmpeg. */
const TEXT_CODECS = new Set(['subrip', 'srt', 'webvtt', 'mov_text', 'ass', 'ssa', 'text']);

type Draft = Omit<Track, 'name'>;

const languageOf = (said: string | null): string => parseLanguage(said ?? UNDETERMINED) ?? UNDETERMINED;

function purposeOf({ captions, forced }: TextTrack): TrackPurpose {
  if (forced) return 'forced';
  return captions ? 'captions' : 'subtitles';
}

const isRead = ({ codec }: TextTrack): boolean => TEXT_CODECS.has(codec);

/** Sounds in another language than the first. */
function spoken({ sound: [main, ...others] }: VideoFacts): VideoFacts['sound'] {
  return others.filter(({ language }) => language !== null && language !== main?.language);
}

function embedded(facts: VideoFacts, encoding: SoundEncoding | null, most: number): readonly Draft[] {
  const { text, chapters } = facts;
  const texts = text.filter(isRead).slice(0, most);
  return [
    ...texts.map((track) => ({
      ...{ purpose: purposeOf(track), language: languageOf(track.language), from: { stream: track.stream } },
    })),
    ...(encoding === null ? [] : spoken(facts).slice(0, most)).map(({ stream, language }) => ({
      ...{ purpose: 'audio' as const, language: languageOf(language), from: { stream }, ...soundOf(encoding) },
    })),
    ...(chapters.length === 0
      ? []
      : [{ purpose: 'chapters' as const, language: UNDETERMINED, from: { chapters: true } as const }]),
  ];
}

const soundOf = (sound: SoundEncoding | null): { readonly sound?: SoundEncoding } => (sound === null ? {} : { sound });

function besides(sidecars: readonly Sidecar[], encoding: SoundEncoding | null): readonly Draft[] {
  const wanted = sidecars.filter((sidecar) => encoding !== null || isText(sidecar));
  return wanted.map(({ purpose, language, sha256, form }) => ({
    ...{ purpose, language, from: { sidecar: sha256, form } },
    ...(form === 'sound' ? soundOf(encoding) : {}),
  }));
}

const nameOf = ({ purpose, language }: Draft): string =>
  language === UNDETERMINED ? `track-${purpose}` : `track-${purpose}-${language}`;

const same = (a: Pick<Track, 'purpose' | 'language'>, b: Pick<Track, 'purpose' | 'language'>): boolean =>
  a.purpose === b.purpose && a.language === b.language;

/** Preference where sidecars have equal content: WebVTT can express everything that SubRip can, and more. */
const RANK: Readonly<Record<Sidecar['form'], number>> = { vtt: 0, srt: 1, sound: 2 };

/** Each purpose and language once, and those that were left out for another. */
function chosen(sidecars: readonly Sidecar[]): readonly (readonly [sidecar: Sidecar, instead: Sidecar | undefined])[] {
  return sidecars.map((sidecar, i) => {
    const better = ({ form }: Sidecar, j: number): boolean =>
      RANK[form] < RANK[sidecar.form] || (RANK[form] === RANK[sidecar.form] && j < i);
    return [sidecar, sidecars.find((one, j) => same(one, sidecar) && better(one, j))];
  });
}

/**
 * The tracks that a clip gets beside its picture and its first sound: from files beside it, then those inside it that
 * are not there already, `most` texts and as many sounds. `encoding`: how sound is written; null = the profile wants none.
 * Each name once.
 */
export function videoTracks(
  facts: VideoFacts,
  sidecars: readonly Sidecar[],
  encoding: SoundEncoding | null,
  most = DEFAULT_LIMITS.maxtracks,
): readonly Track[] {
  const first = chosen(sidecars).flatMap(([sidecar, instead]) => (instead === undefined ? [sidecar] : []));
  const beside = besides(first, encoding);
  const stands = (draft: Draft): boolean =>
    beside.some((one) => same(one, draft) || (one.purpose === 'chapters' && draft.purpose === 'chapters'));
  const taken = new Map<string, number>();
  return [...beside, ...embedded(facts, encoding, most).filter((draft) => !stands(draft))].map((draft) => {
    const name = nameOf(draft);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, ...draft };
  });
}

/** Notices about tracks that are left out. */
export function trackWarnings(
  facts: VideoFacts,
  sidecars: readonly Sidecar[],
  most = DEFAULT_LIMITS.maxtracks,
): readonly string[] {
  const pictures = facts.text.filter((track) => !isRead(track));
  const more = [facts.text.filter(isRead), spoken(facts)].some(({ length }) => length > most);
  return [
    ...(more
      ? [`of the texts and of the sounds in the clip the first ${most} are taken (\`maxtracks\`), the others left out`]
      : []),
    ...(facts.unheard ?? []).map(
      ({ stream, codec }) => `the sound in stream ${stream} (${codec}) cannot be decoded: it is left out`,
    ),
    ...pictures.map(
      ({ stream, codec }) =>
        `the captions in stream ${stream} are ${codec}, no text: put a .vtt or .srt beside the clip`,
    ),
    ...chosen(sidecars).flatMap(([{ file }, instead]) =>
      instead === undefined ? [] : [`${file} is left out: ${instead.file} is the same track`],
    ),
  ];
}
