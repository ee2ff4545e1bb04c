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
const REDRAW_EVERY_MS = 250;

// The cursor rests at the beginning of the line: wherever a terminal that has become narrower wraps the rest, that rest
// lies behind the cursor and goes with the next redraw. Nothing is erased from the first column on: in the first row that
// is the whole screen, which tmux then keeps in its history.
const ERASE_REST = '\u001b[J\r';
const TAKE = '\u001b[?25l\u001b[?7l';
const GIVE_BACK = `\r ${ERASE_REST}\u001b[0m\u001b[?7h\u001b[?25h`;

/** The signals of a terminal that Windows does not have. */
const STOPS = process.platform !== 'win32';

/** Opens a bar whose text `draw` gives anew at every redraw, in at most so many columns: the last one stays free. */
export function openBar(streams: Streams, draw: (width: number) => string): Bar {
  let timer: NodeJS.Timeout | undefined;
  const redraw = (): void => streams.err(`\r${draw(streams.width - 1)}${ERASE_REST}`);
  const show = (): void => {
    if (timer !== undefined) return;
    streams.err(TAKE);
    redraw();
    timer = setInterval(redraw, REDRAW_EVERY_MS).unref();
    // However the process ends or is put to sleep, the terminal is a person's again.
    process.on('exit', hide);
    process.on('SIGWINCH', redraw);
    if (STOPS) process.on('SIGTSTP', sleep);
  };
  const hide = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    process.off('exit', hide);
    process.off('SIGWINCH', redraw);
    if (STOPS) process.off('SIGTSTP', sleep);
    streams.err(GIVE_BACK);
  };
  const sleep = (): void => {
    hide();
    process.once('SIGCONT', show);
    process.kill(process.pid, 'SIGSTOP');
  };
  return {
    show,
    hide,
    say(line) {
      const again = timer !== undefined;
      hide();
      streams.err(`${line}\n`);
      if (again) show();
    },
  };
}
