import { make } from '../shared.ts';
import type { ErrorData, HlsConfig } from 'hls.js';
import type { ClipView } from '../../model/viewers/document.ts';

/** The wishes for playing a clip. */
export interface StreamOptions {
  /** Only whole files, no streams. */
  readonly progressive: boolean;
  /** The bandwidth that is assumed before any was measured. Kilobits a second. */
  readonly kbps: number;
}

/** The source of a `<video>`. */
export interface Stream {
  readonly detach: () => void;
}

const HLS = 'application/vnd.apple.mpegurl';

const CONFIG: Partial<HlsConfig> = {
  // A worker out of a text is against `script-src 'self'`; fragmented MP4 costs next to nothing to pass on.
  enableWorker: false,
  // Captions come as tracks of the element.
  enableWebVTT: false,
  capLevelToPlayerSize: true,
};

/** Plays a stream by script. A stream that cannot be played is left for the whole file, if there is one. */
async function playStream(
  video: HTMLVideoElement,
  src: string,
  { kbps }: StreamOptions,
  signal: AbortSignal,
  onFail: () => void,
): Promise<void> {
  const { default: Player } = await import('hls.js');
  if (signal.aborted) return;
  if (!Player.isSupported()) return onFail();
  const hls = new Player({ ...CONFIG, abrEwmaDefaultEstimate: kbps * 1000, autoStartLoad: video.preload !== 'none' });
  signal.addEventListener('abort', () => hls.destroy());
  if (video.preload === 'none') video.addEventListener('play', () => hls.startLoad(), { once: true, signal });
  hls.on(Player.Events.ERROR, (_event: unknown, { fatal }: ErrorData) => {
    if (!fatal) return;
    hls.destroy();
    onFail();
  });
  hls.loadSource(src);
  hls.attachMedia(video);
}

/** Gives a `<video>` its files: the stream before whole files, by the browser itself where it can. */
export function attachStream(video: HTMLVideoElement, { sources }: ClipView, options: StreamOptions): Stream {
  const going = new AbortController();
  const files = sources.filter(({ type }) => type !== HLS);
  const stream = options.progressive && files.length > 0 ? undefined : sources.find(({ type }) => type === HLS);
  const playFiles = (): void => {
    video.removeAttribute('src');
    for (const old of video.querySelectorAll('source')) old.remove();
    video.prepend(...files.map(({ src, type }) => make('source', { src, type })));
    video.load();
  };
  if (stream === undefined) playFiles();
  else if (video.canPlayType(HLS) !== '') video.src = stream.src;
  else void playStream(video, stream.src, options, going.signal, playFiles);
  return {
    detach: () => {
      going.abort();
      video.removeAttribute('src');
      for (const old of video.querySelectorAll('source')) old.remove();
    },
  };
}
