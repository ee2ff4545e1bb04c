import { describe, expect, it } from 'vitest';
import type { TextTrack, VideoFacts } from '../../../../src/model/asset.ts';
import type { Sidecar } from '../../../../src/model/track.ts';
import { videoTracks, trackWarnings } from '../../../../src/plan/video/video-tracks.ts';
import { CLIP } from '../../../support/video/clips.ts';

const SOUND = { codec: 'aac', bitrate: 128_000 } as const;
const STAT = { bytes: 1, mtimeNs: '1', inode: '1' };

const beside = (file: string, purpose: Sidecar['purpose'], language: string, form: Sidecar['form']): Sidecar => ({
  ...{ file, stat: STAT, sha256: `of ${file}`, purpose, language, form },
});

const text = (stream: number, codec: string, language: string | null, change: Partial<TextTrack> = {}): TextTrack => ({
  ...{ stream, codec, language, title: null, captions: false, forced: false, ...change },
});

const names = (facts: Partial<VideoFacts>, sidecars: readonly Sidecar[] = [], sound: typeof SOUND | null = SOUND) =>
  videoTracks({ ...CLIP, ...facts }, sidecars, sound).map(({ name, from }) => [name, Object.values(from)[0]]);

const ENGLISH = beside('clip.en.vtt', 'subtitles', 'en', 'vtt');

describe('the tracks of a clip', () => {
  it('come from beside it, then from inside it', () => {
    const inside = [text(2, 'mov_text', 'eng'), text(3, 'subrip', 'ger', { captions: true }), text(4, 'ass', 'xyz!')];
    expect(names({ text: inside }, [ENGLISH])).toEqual([
      ['track-subtitles-en', 'of clip.en.vtt'],
      ['track-captions-de', 3],
      ['track-subtitles', 4],
    ]);
    expect(names({ text: inside }).map(([name]) => name)).toEqual([
      'track-subtitles-en',
      'track-captions-de',
      'track-subtitles',
    ]);
  });

  it('are no more than a disc holds, and that is told', () => {
    const inside = Array.from({ length: 40 }, (_, i) => text(i + 2, 'subrip', null));
    expect(names({ text: inside })).toHaveLength(32);
    expect(trackWarnings({ ...CLIP, text: inside }, [])).toEqual([expect.stringMatching(/first 32 .* left out/)]);
    expect(trackWarnings({ ...CLIP, text: inside.slice(0, 32) }, [])).toEqual([]);
  });

  it('each have a name of their own', () => {
    expect(names({ text: [text(2, 'subrip', null), text(3, 'subrip', null)] })).toEqual([
      ['track-subtitles', 2],
      ['track-subtitles-2', 3],
    ]);
  });

  it('are read from WebVTT where SubRip says the same, and that is told', () => {
    const sidecars = [beside('clip.en.srt', 'subtitles', 'en', 'srt'), ENGLISH];
    expect(names({}, sidecars)).toEqual([['track-subtitles-en', 'of clip.en.vtt']]);
    expect(trackWarnings(CLIP, sidecars)).toEqual([expect.stringMatching(/clip\.en\.srt.*clip\.en\.vtt/)]);
  });

  it('are sounds only where the profile wants sound', () => {
    const [main] = CLIP.sound;
    if (main === undefined) throw new Error('no sound');
    const sound = [main, { ...main, stream: 2, language: 'fre' }, { ...main, stream: 3 }];
    const dub = beside('clip.audio-de.mp3', 'audio', 'de', 'sound');
    expect(names({ sound }, [dub]).map(([name]) => name)).toEqual(['track-audio-de', 'track-audio-fr']);
    expect(names({ sound }, [dub], null)).toEqual([]);
  });

  it('are chapters from beside it before those it lists', () => {
    const chapters = [{ start: 0, end: 5, title: 'One' }];
    expect(names({ chapters })).toEqual([['track-chapters', true]]);
    const other = beside('clip.chapters-de.vtt', 'chapters', 'de', 'vtt');
    expect(names({ chapters }, [other])).toEqual([['track-chapters-de', 'of clip.chapters-de.vtt']]);
  });

  it('are not made of pictures of text, and that is told', () => {
    const facts = { ...CLIP, text: [text(2, 'dvd_subtitle', 'eng')] };
    expect(videoTracks(facts, [], SOUND)).toEqual([]);
    expect(trackWarnings(facts, [])).toHaveLength(1);
  });
});
