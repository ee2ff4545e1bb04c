import { describe, expect, it } from 'vitest';
import { videoOf } from '../../../src/pages/video.ts';
import { manifestAsset, manifestRendition as made } from '../../support/project/manifest-asset.ts';

const stream = made('stream', {
  role: 'stream',
  path: 'r/stream',
  mime: 'video/mp4',
  entry: ['master.m3u8', 'manifest.mpd'],
});
const encoding = (name: string, width: number, mime: string) =>
  made(name, { role: 'encoding', path: `r/${name}`, mime, width, height: width / 2 });
const track = (kind: 'subtitles' | 'captions' | 'audio', language: string) => {
  const {
    width: _width,
    height: _height,
    ...one
  } = made(`track-${kind}-${language}`, { role: 'track', mime: 'text/vtt' });
  return { ...one, path: `r/${language}.vtt`, kind, language };
};
const poster = made('poster', { role: 'poster', path: 'r/poster.jpg' });

describe('a clip', () => {
  it('is played as a set of qualities, else as the newest type, MP4 last, with its poster and its tracks', () => {
    const files = [
      encoding('480', 480, 'video/mp4'),
      encoding('720', 720, 'video/mp4'),
      encoding('vp9', 720, 'video/webm'),
    ];
    const tracks = [
      track('subtitles', 'en'),
      track('captions', 'und'),
      track('subtitles', 'und'),
      track('audio', 'de'),
    ];
    const asset = manifestAsset({
      kind: 'video',
      renditions: [stream, ...files, poster, ...tracks],
      metadata: { title: 'T' },
    });
    expect(videoOf(asset, { base: '/m/' })).toEqual({
      sources: [
        { src: '/m/r/stream/master.m3u8', type: 'application/vnd.apple.mpegurl' },
        { src: '/m/r/vp9', type: 'video/webm' },
        { src: '/m/r/720', type: 'video/mp4' },
        { src: '/m/r/480', type: 'video/mp4' },
      ],
      ...{ poster: '/m/r/poster.jpg', width: 720, height: 360, preload: 'none', title: 'T' },
      tracks: [
        { src: '/m/r/en.vtt', kind: 'subtitles', srclang: 'en', label: 'en subtitles' },
        { src: '/m/r/und.vtt', kind: 'captions', label: 'captions' },
        { src: '/m/r/und.vtt', kind: 'subtitles', srclang: 'und', label: 'subtitles' },
      ],
    });
  });

  it('shows the whole picture unless a crop is named', () => {
    const crop = { ...encoding('Square', 500, 'video/mp4'), crop: 'Square' };
    const small = { ...crop, name: 'Square-small', path: 'r/Square-small', width: 250 };
    const asset = manifestAsset({ kind: 'video', renditions: [encoding('480', 480, 'video/mp4'), crop, small] });
    const played = (...renditions: readonly string[]) => videoOf(asset, { renditions })?.sources.map(({ src }) => src);
    expect([played('sq*'), played('*'), played('480', 'Square'), played('none')]).toEqual([
      ...[['r/Square', 'r/Square-small'], ['r/480'], ['r/480'], undefined],
    ]);
    expect(videoOf(asset)?.sources).toHaveLength(1);
    expect(videoOf(asset, { renditions: ['square'] })).toMatchObject({ width: 500, sources: [{ src: 'r/Square' }] });
    expect(videoOf(manifestAsset({ kind: 'video', renditions: [poster] }))).toBeUndefined();
  });
});
