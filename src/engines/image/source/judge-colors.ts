import type { ProfileFault } from '../color/profile-fault.ts';
import { judgeProfile } from '../color/judge-profile.ts';
import { isSrgb } from '../color/srgb-profile.ts';
import { ofMaster } from '../source-error.ts';
import { type Master, openFile } from './master.ts';

// What reads a file hands no profile over that it refuses.
const REASONS: Readonly<Record<ProfileFault | 'refused', string>> = {
  refused: 'is damaged, or about other pixels than those of the master',
  damaged: 'is damaged',
  others: 'is about other pixels than those of the master',
  version: 'is of a version later than 4',
  class: 'is none of a device',
};

const remarkOf = (fault: keyof typeof REASONS): string =>
  `The ICC profile in the master was left out, for it ${REASONS[fault]}: the colours are those of a master without one and may be ` +
  'off; embed the profile it was made for.';

/**
 * A master that libvips can open, with the kind of the profile in it that counts, or a sentence why none does. Lab needs no
 * profile. Throws SourceError.
 */
export async function judgeColors(master: Master): Promise<Master> {
  const { facts, file, remarks = [] } = master;
  if (facts.icc === null || facts.profileKind === 'srgb' || facts.colorSpace === 'lab') return master;
  const { icc } = await ofMaster(() => openFile(file).metadata());
  if (icc === undefined) {
    return master.original === undefined ? { ...master, remarks: [...remarks, remarkOf('refused')] } : master;
  }
  const judged = await judgeProfile(icc, facts.colorSpace);
  const { profileKind: _kind, ...others } = facts;
  if ('kind' in judged) return { ...master, facts: { ...others, profileKind: judged.kind } };
  // Of gray it says what gray without a profile means.
  const isTold = judged.fault === 'others' && facts.colorSpace === 'gray' && isSrgb(icc);
  return { ...master, facts: others, ...(!isTold && { remarks: [...remarks, remarkOf(judged.fault)] }) };
}
