/** Weighs a neighbour by its distance in pixels. */
export type Filter = (distance: number) => number;

/** In the middle between two the latter one. */
export const nearest: Filter = (distance) => (distance < 0.5 ? 1 : 0);

export const linear: Filter = (distance) => Math.max(0, 1 - distance);

/** Catmull-Rom's cubic (a = −½). */
export const cubic: Filter = (distance) => {
  if (distance >= 2) return 0;
  if (distance >= 1) return -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4 * distance + 2;
  return 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1;
};

export const lanczos3: Filter = (distance) => {
  if (distance === 0) return 1;
  if (distance >= 3) return 0;
  const angle = Math.PI * distance;
  return (3 * Math.sin(angle) * Math.sin(angle / 3)) / angle ** 2;
};
