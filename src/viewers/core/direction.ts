/** Tells whether an element is read from the right. */
export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** The step that an arrow key asks for among things that stand beside or below each other; undefined = it is no such key. */
export function stepOf(key: string, among: Element): -1 | 1 | undefined {
  if (key === 'ArrowUp') return -1;
  if (key === 'ArrowDown') return 1;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return (key === 'ArrowRight') === isRightToLeft(among) ? -1 : 1;
}
