import type { Frame, LayerFrame } from '../frame.ts';

/** The letters of a layer for which there is no room. */
interface LostLetters {
  readonly layer: number;
  readonly letters: string;
}

function lostOf({ layer, source }: LayerFrame): readonly LostLetters[] {
  const { lost } = source.text ?? {};
  const own = lost === undefined || layer.hidden === true ? [] : [{ layer: layer.number, letters: lost }];
  return source.inner ? [...own, ...lostLetters(source.inner)] : own;
}

/** The letters of a frame's texts for which there is no room, those of the requests that it is made of as well. */
export function lostLetters({ composite }: Frame): readonly LostLetters[] {
  return composite.layers.flatMap(lostOf);
}
