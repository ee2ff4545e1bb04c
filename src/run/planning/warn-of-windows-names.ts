import { plural } from '../../base/text.ts';
import type { Emit } from '../../model/run/event.ts';

// Enough to see what is meant.
const NAMES_TOLD = 3;

/** Names of devices, with any ending; names with characters that stand for something else; ends that are cut away. */
const UNFIT = /(?:^|\/)(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.[^/]*)?(?:\/|$)|[<>:"|?*\\\p{Cc}]|[. ](?:\/|$)/iu;

/** Warns of masters whose names Windows does not take: all is well here, and they are missing where they are copied to. */
export function warnOfWindowsNames(paths: Iterable<string>, emit: Emit): void {
  const first: string[] = [];
  let count = 0;
  for (const path of paths) {
    if (!UNFIT.test(path)) continue;
    count += 1;
    if (first.length < NAMES_TOLD) first.push(path);
  }
  if (count === 0) return;
  const more = count > NAMES_TOLD ? ` and ${plural(count - NAMES_TOLD, 'more file')}` : '';
  const message = `names that Windows does not take: ${first.join(', ')}${more}`;
  const hint = 'Rename them before library or output are copied to such a system.';
  emit({ type: 'notice', level: 'warning', message, hint });
}
