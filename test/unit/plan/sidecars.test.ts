import { describe, expect, it } from 'vitest';
import { findSidecars } from '../../../src/plan/sidecars.ts';

/** What a file beside `clip.mp4` is found to be. */
function found(name: string, ...others: readonly string[]): string | undefined {
  const { byMaster, strays } = findSidecars(['clip.mp4', name, ...others]);
  const [sidecar] = byMaster.get('clip.mp4') ?? [];
  if (strays.get('clip.mp4')?.includes(name) === true) return 'stray';
  return sidecar && `${sidecar.purpose} ${sidecar.language} ${sidecar.form}`;
}

describe('the sidecars of a clip', () => {
  it.each([
    ['clip-EN.vtt', 'subtitles en vtt'],
    ['clip.en.vtt', 'subtitles en vtt'],
    ['clip.mp4.en.vtt', 'subtitles en vtt'],
    ['clip.VTT', 'subtitles und vtt'],
    ['clip_pt_BR.srt', 'subtitles pt-BR srt'],
    ['clip.zh-Hant.cc.vtt', 'captions zh-Hant vtt'],
    ['clip.ger.sdh.srt', 'captions de srt'],
    ['clip-forced-fra.vtt', 'forced fr vtt'],
    ['clip.chapters.vtt', 'chapters und vtt'],
    ['clip.navigation.vtt', 'chapters und vtt'],
    ['clip.svideo.vtt', 'stray'],
    ['clip.chapters-de.vtt', 'chapters de vtt'],
    ['clip.audio-de.mp3', 'audio de sound'],
    ['clip-en-ad.m4a', 'description en sound'],
  ])('are known by their names: %s', (name, is) => {
    expect(found(name)).toBe(is);
  });

  it.each([
    ['clip-english.vtt', 'stray'],
    ['clip.en.chapters.captions.vtt', 'stray'],
    ['clip.audio-de.vtt', 'stray'],
    ['clip-v2.srt', 'stray'],
    ['clip-de.mp3', undefined],
    ['clips.en.vtt', undefined],
    ['other.en.vtt', undefined],
    ['clip.en.txt', undefined],
  ])('are not guessed at: %s', (name, is) => {
    expect(found(name)).toBe(is);
  });

  it('belong to the master with the longest name that fits, and to all of one stem', () => {
    const { byMaster } = findSidecars(['clip.mov', 'clip.mp4', 'clip-de.mp4', 'clip-de.vtt', 'clip-fr.vtt']);
    const names = (master: string): readonly string[] => (byMaster.get(master) ?? []).map(({ name }) => name);
    expect([names('clip.mp4'), names('clip.mov'), names('clip-de.mp4')]).toEqual([
      ['clip-fr.vtt'],
      ['clip-fr.vtt'],
      ['clip-de.vtt'],
    ]);
  });

  it('are found whichever way Unicode spells their names', () => {
    const [name, other] = ['été.mp4'.normalize('NFD'), 'été.fr.vtt'.normalize('NFC')];
    expect(findSidecars([name, other]).byMaster.get(name)).toHaveLength(1);
  });
});
