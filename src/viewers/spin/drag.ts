import type { ViewerContext } from '../shared.ts';
import type { Grid } from './turning.ts';

/** The spin that a drag turns. */
export interface DragTarget {
  readonly main: HTMLElement;
  readonly grid: Grid;
  readonly zoomable: { isZoomed(): boolean };
  row(): number;
  turn(columns: number, rows: number): void;
}

/** Turns that a drag over the whole width makes, at a sensitivity of 1: Dynamic Media's default of 5 turns once round. */
const TURNS = 0.2;

/** The farthest that a pointer moves in a click. CSS pixels. */
const CLICK_PX = 6;

/** The directions in which a finger scrolls the page: a spin in rows lets it at the outermost. */
function touchActionOf(target: DragTarget): string {
  const { rows } = target.grid;
  if (rows === 1) return 'pan-y pinch-zoom';
  const row = target.row();
  if (row === 0) return 'pan-down';
  return row === rows - 1 ? 'pan-up' : 'none';
}

/** A drag that is under way. */
interface Drag {
  readonly id: number;
  x: number;
  y: number;
  /** The direction that it began in. */
  axis?: 'x' | 'y';
}

/** The frames that a drag has come by since they were counted last, which it then counts from. */
function framesOf(drag: Drag, event: PointerEvent, step: { readonly x: number; readonly y: number }, locked: boolean) {
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  drag.axis ??= Math.abs(dx) > Math.abs(dy) ? 'x' : 'y';
  const columns = locked && drag.axis === 'y' ? 0 : Math.trunc(dx / step.x);
  const rows = locked && drag.axis === 'x' ? 0 : Math.trunc(dy / step.y);
  drag.x += columns === 0 ? 0 : columns * step.x;
  drag.y += rows === 0 ? 0 : rows * step.y;
  return { columns, rows, moved: Math.hypot(dx, dy) };
}

/**
 * Turns a spin by dragging. A finger that moves up or down scrolls the page, unless the spin has rows that way: then the page
 * scrolls at the outermost.
 */
export function listenToDrag({ setting, signal }: ViewerContext, target: DragTarget): void {
  const { main, grid, zoomable } = target;
  const [across = 5, down = 2] = setting('SpinView.sensitivity').map(Number);
  const locked = setting('SpinView.lockdirection')[0] === 1;
  const touch = (): void => {
    main.style.touchAction = touchActionOf(target);
  };
  const step = () => ({
    x: main.clientWidth / (grid.columns * TURNS * across),
    y: grid.rows === 1 ? Infinity : main.clientHeight / (grid.rows * TURNS * down),
  });
  let drag: Drag | undefined;
  const start = (event: PointerEvent): void => {
    const isDrag = !zoomable.isZoomed() && event.isPrimary && event.button === 0;
    drag = isDrag ? { id: event.pointerId, x: event.clientX, y: event.clientY } : undefined;
  };
  const move = (event: PointerEvent): void => {
    if (drag?.id !== event.pointerId || zoomable.isZoomed()) return;
    const { columns, rows, moved } = framesOf(drag, event, step(), locked);
    if (moved > CLICK_PX && !main.hasPointerCapture(event.pointerId)) main.setPointerCapture(event.pointerId);
    target.turn(columns, rows);
  };
  const end = (): void => {
    drag = undefined;
    touch();
  };
  touch();
  main.addEventListener('pointerdown', start, { signal });
  main.addEventListener('pointermove', move, { signal });
  for (const event of ['pointerup', 'pointercancel'] as const) main.addEventListener(event, end, { signal });
}
