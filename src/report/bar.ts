import { Writable } from 'node:stream';
import { SingleBar } from 'cli-progress';
import type { Streams } from './reporter.ts';

/** A line at the foot of the terminal that is redrawn in place. */
export interface Bar {
  /** Draws it if it is not there yet; it redraws itself from then on. */
  show(): void;
  /** Writes a line above it. */
  say(line: string): void;
  /** Takes it away and gives the terminal back as it was. */
  hide(): void;
}

// Four redraws a second look alive and cost nothing.
const REDRAWS_PER_SECOND = 4;

/** The side of a terminal that cli-progress draws on, over our streams. */
function drawingSurface(streams: Streams): NodeJS.WritableStream {
  const surface = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      streams.err(chunk);
      done();
    },
  });
  Object.defineProperties(surface, { isTTY: { value: true }, columns: { get: () => streams.width } });
  return surface;
}

/** Opens a bar whose text `draw` gives anew at every redraw. */
export function openBar(streams: Streams, draw: () => string): Bar {
  const bar = new SingleBar({
    stream: drawingSurface(streams),
    format: draw,
    fps: REDRAWS_PER_SECOND,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C is the command line's business: the run goes on until what is in hand is recorded.
    gracefulExit: false,
  });
  let shown = false;
  const show = (): void => {
    if (!shown) bar.start(1, 0);
    shown = true;
  };
  const hide = (): void => {
    if (shown) bar.stop();
    shown = false;
  };
  return {
    show,
    hide,
    say(line) {
      // The bar remembers where it started, and a line above it moves everything: it is taken away and drawn anew.
      const again = shown;
      hide();
      streams.err(`${line}\n`);
      if (again) show();
    },
  };
}
