import type { ErrorData } from '../errors.ts';
import type { Reason, RenditionAction } from '../plan.ts';
import type { Role } from '../rendition.ts';
import type { PlaceholderKind } from '../manifest/placeholder.ts';

/** The work planned for one rendition, and why. */
export interface PlannedRendition {
  readonly action: RenditionAction['action'];
  readonly reason: Reason | 'up to date' | 'up to date, but of an older engine';
  readonly name: string;
  readonly role: Role;
  /** The canonical text of its recipe. */
  readonly recipe: string;
  /** Below the output. */
  readonly path: string;
  /** Pixels of the file that there is, or will be; null = not known before it is made, or it is no picture. */
  readonly width: number | null;
  readonly height: number | null;
}

/** The work planned for one asset, for programs: fields are only ever added. */
export interface PlanLine {
  readonly type: 'plan-asset';
  /** The asset path. */
  readonly path: string;
  /** null = no profile governs it. */
  readonly profile: string | null;
  readonly published: boolean;
  readonly movedFrom: string | null;
  /** Why it leaves the manifest; null = it does not. */
  readonly gone: 'master gone' | 'excluded' | null;
  /** Size of the master where something is to be made of it; else null. */
  readonly masterBytes: number | null;
  /** Estimates of what is to be made: bytes of its files, seconds of one core. null = nothing is. */
  readonly outputBytes: number | null;
  readonly seconds: number | null;
  readonly actions: readonly PlannedRendition[];
  /** Placeholders to make; [] = none. */
  readonly placeholders: readonly PlaceholderKind[];
  /** `true`: its manifest entry changes. */
  readonly words?: true;
  /** Known before anything is made. */
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
}

export function reasonOf(action: RenditionAction): PlannedRendition['reason'] {
  if (action.action !== 'keep') return action.reason;
  return action.stale ? 'up to date, but of an older engine' : 'up to date';
}

export function nameOf(action: RenditionAction): string {
  return action.action === 'make' ? action.order.name : action.record.name;
}
