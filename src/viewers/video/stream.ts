import { make } from '../shared.ts';
import type { ErrorData, HlsConfig } from 'hls.js';
import type { ClipView } from '../../model/viewers/document.ts';

/** The wishes for playing a clip. */
export interface StreamOptions {
  /** Only whole files, no streams. */
  readonly progressive: boolean;
  /** The bandwidth that is assumed before any was measured. Kilobits a second. */
  readonly kbps: number;
  /** Hears why nothing of it can be played. */
  readonly fail: (error: Error) => void;
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
  onFail: (reason: string) => void,
): Promise<void> {
  const { default: Player } = await import('hls.js');
  if (signal.aborted) return;
  if (!Player.isSupported()) return onFail('a browser without Media Source Extensions');
  const hls = new Player({ ...CONFIG, abrEwmaDefaultEstimate: kbps * 1000, autoStartLoad: video.preload !== 'none' });
  signal.addEventListener('abort', () => hls.destroy());
  if (video.preload === 'none') video.addEventListener('play', () => hls.startLoad(), { once: true, signal });
  hls.on(Player.Events.ERROR, (_event: unknown, { details, fatal }: ErrorData) => {
    if (!fatal) return;
    hls.destroy();
    onFail(details);
  });
  hls.loadSource(src);
  hls.attachMedia(video);
}

/** Gives a `<video>` its files: the stream before whole files, by the browser itself where it can. */
export function attachStream(video: HTMLVideoElement, { sources }: ClipView, options: StreamOptions): Stream {
  const going = new AbortController();
  const files = sources.filter(({ type }) => type !== HLS);
  const stream = options.progressive && files.length > 0 ? undefined : sources.find(({ type }) => type === HLS);
  const failed = (reason: string): void => options.fail(new Error(`expected a clip that can be played, got ${reason}`));
  const playFiles = (): void => {
    video.removeAttribute('src');
    for (const old of video.querySelectorAll('source')) old.remove();
    const elements = files.map(({ src, type }) => make('source', { src, type }));
    // A browser that cannot play one file goes on to the next.
    elements.at(-1)?.addEventListener('error', () => failed(`none of ${files.map(({ src }) => src).join(', ')}`));
    video.prepend(...elements);
    video.load();
  };
  const onFail = (reason: string): void => (files.length > 0 ? playFiles() : failed(`${reason} of ${stream?.src}`));
  if (stream === undefined) playFiles();
  else if (video.canPlayType(HLS) !== '') {
    const listening = { once: true, signal: going.signal };
    video.addEventListener('error', () => onFail(video.error?.message ?? 'nothing'), listening);
    video.src = stream.src;
  } else playStream(video, stream.src, options, going.signal, onFail).catch(options.fail);
  return {
    detach: () => {
      going.abort();
      video.removeAttribute('src');
      for (const old of video.querySelectorAll('source')) old.remove();
    },
  };
}
