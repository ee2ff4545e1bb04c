import type * as HarfBuzz from 'harfbuzzjs';

export type Engine = typeof HarfBuzz;

let loading: Promise<Engine> | undefined;

/** The shaping engine: it is loaded by the first text. */
export function loadHarfBuzz(): Promise<Engine> {
  loading ??= import('harfbuzzjs');
  return loading;
}
