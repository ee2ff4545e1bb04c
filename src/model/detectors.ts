/**
 * The use of a detector's findings. `extent`: boxes cover whole subjects. `mark`: positions of subjects, not their
 * extent. `map`: saliency of each part of the picture.
 */
export type DetectorRole = 'extent' | 'mark' | 'map';

interface DetectorRow {
  /** Its name in `smartCrop.strategy` and the manifest's `by`. */
  readonly name: string;
  readonly role: DetectorRole;
  /** True if it can look at single frames of a clip. */
  readonly clips: boolean;
}

/** THE TABLE of detectors, in the order in which they are asked; each is a file in `engines/crop/detectors`. */
export const DETECTOR_ROWS = [
  { name: 'regions', role: 'extent', clips: false },
  { name: 'cutout', role: 'extent', clips: true },
  { name: 'faces', role: 'mark', clips: true },
  { name: 'objects', role: 'extent', clips: true },
  { name: 'saliency', role: 'map', clips: true },
] as const satisfies readonly DetectorRow[];

export type DetectorName = (typeof DETECTOR_ROWS)[number]['name'];

/** Names of the detectors of a role among some, in their order. */
export function withRole(role: DetectorRole, names: readonly string[]): readonly string[] {
  return names.filter((name) => DETECTOR_ROWS.some((row) => row.name === name && row.role === role));
}

type Names<Rows> = { readonly [I in keyof Rows]: Rows[I] extends { readonly name: infer N } ? N : never };
const names = DETECTOR_ROWS.map(({ name }) => name) as unknown as Names<typeof DETECTOR_ROWS>;

/**
 * The default order of detectors for smart crops. `manual` is the sidecar, which always wins; `regions` are those that
 * people marked in the master's metadata. `center` always succeeds: detectors after it are never run.
 */
export const SUBJECT_STRATEGY = ['manual', ...names, 'center'] as const;

/** The detectors that are asked for the subject of a clip, frame by frame. */
export const VIDEO_STRATEGY: readonly string[] = [
  ...DETECTOR_ROWS.filter(({ clips }) => clips).map(({ name }) => name),
  'center',
];

/** The names of a strategy that are asked. */
export function askedOf(strategy: readonly string[]): readonly string[] {
  const end = strategy.indexOf('center');
  return end === -1 ? strategy : strategy.slice(0, end);
}
