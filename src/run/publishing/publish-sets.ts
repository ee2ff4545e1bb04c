import type { Catalog } from '../../catalog/catalog.ts';
import type { ErrorCode } from '../../model/errors.ts';
import type { Emit } from '../../model/run/event.ts';
import type { PublishedSets, SetEntry, SetFinding } from '../../model/sets.ts';
import { setChanges, versionsOf } from '../../sets/set-changes.ts';
import { digestOf } from '../../system/digest.ts';
import type { Project } from '../project/project.ts';
import { catalogSets, makesSets, setRulesText } from './project-sets.ts';

const NONE: PublishedSets = { rules: '', versions: {}, findings: [] };

const rulesDigest = (project: Pick<Project, 'config' | 'profiles'>): string =>
  makesSets(project) ? digestOf(setRulesText(project)) : '';

/** Tells whether sets of the manifest followed from other rules than those of today. */
export async function setsDue(
  catalog: Pick<Catalog, 'fact'>,
  project: Pick<Project, 'config' | 'profiles'>,
): Promise<boolean> {
  return ((await catalog.fact('sets')) ?? NONE).rules !== rulesDigest(project);
}

/** Tells what is wrong with sets; answers the codes of those that are left out. */
function emitFindings(findings: readonly SetFinding[], emit: Emit): readonly ErrorCode[] {
  for (const { set, fatal, message, hint = '' } of findings) {
    if (fatal) emit({ type: 'set-refused', set, error: { code: 'SET_INVALID', rendition: null, message, hint } });
    else emit({ type: 'notice', level: 'warning', message: `set ${set}: ${message}`, hint });
  }
  return findings.some(({ fatal }) => fatal) ? ['SET_INVALID'] : [];
}

/** The sets for a manifest that is written anew. */
export interface SetsToPublish {
  readonly sets: readonly SetEntry[];
  /** To be called when the manifest is there: it is remembered and told what became of sets. */
  readonly written: () => Promise<void>;
}

/** Derives the sets of a manifest that is to be written. */
export async function setsToPublish(
  project: Pick<Project, 'config' | 'profiles'>,
  catalog: Pick<Catalog, 'assets' | 'fact' | 'setFact'>,
  emit: Emit,
): Promise<SetsToPublish> {
  const before = (await catalog.fact('sets')) ?? NONE;
  const { sets, findings } = await catalogSets(project, catalog);
  const versions = versionsOf(sets);
  const written = async (): Promise<void> => {
    for (const change of setChanges(before.versions, versions)) emit({ type: 'set-changed', ...change });
    const rules = rulesDigest(project);
    if (rules !== '' || before.rules !== '') await catalog.setFact('sets', { rules, versions, findings });
  };
  return { sets, written };
}

/** Tells what is wrong with the sets of the manifest, in every run. Answers the codes of those that are left out. */
export async function emitSetFindings(catalog: Pick<Catalog, 'fact'>, emit: Emit): Promise<readonly ErrorCode[]> {
  return emitFindings(((await catalog.fact('sets')) ?? NONE).findings, emit);
}
