/** Tells whether an element is read from the right. */
export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** The direction of an arrow key among elements in a row or column; undefined for other keys. */
export function stepOf(key: string, among: Element): -1 | 1 | undefined {
  if (key === 'ArrowUp') return -1;
  if (key === 'ArrowDown') return 1;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return (key === 'ArrowRight') === isRightToLeft(among) ? -1 : 1;
}
