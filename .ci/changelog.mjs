// What CHANGELOG.md says, by the heads of its versions.

/** The notes under each head of a version, by that head. */
function sectionsOf(changelog) {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [head, ...lines] = section.split('\n');
      return [head.trim(), lines.join('\n').trim()];
    });
}

/** The notes of a version, without its head; undefined where the changelog has no dated head for it. */
export function notesOf(changelog, version) {
  const dated = new RegExp(`^\\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`);
  return sectionsOf(changelog).find(([head]) => dated.test(head))?.[1];
}

/** The reasons why a version cannot be released as far as the changelog goes. */
export function checkNotes(changelog, version) {
  const notes = notesOf(changelog, version);
  if (notes === undefined) return [`CHANGELOG.md has no head "## [${version}] - YYYY-MM-DD"`];
  return notes === '' ? [`CHANGELOG.md says nothing about ${version}`] : [];
}

/** A release holds everything that was noted: what stands under [Unreleased] belongs to no version. */
export function checkUnreleased(changelog) {
  const [, notes = ''] = sectionsOf(changelog).find(([head]) => head === '[Unreleased]') ?? [];
  return notes === '' ? [] : ['CHANGELOG.md has notes under [Unreleased]: move them under the head of this version'];
}
