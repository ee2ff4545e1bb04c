import type * as HarfBuzz from 'harfbuzzjs';
import { once } from '../../base/once.ts';

export type Engine = typeof HarfBuzz;

/** The shaping engine: it is loaded by the first text. */
export const loadHarfBuzz = once((): Promise<Engine> => import('harfbuzzjs'));
