/** Lower-case hexadecimal SHA-256 of a text's UTF-8. Pure layers are handed one. */
export type Digest = (text: string) => string;

/**
 * Digest of (master bytes, canonical recipe, bytes of the references masters that it names, in their order): equal means
 * "already made". Holds nothing that does not change pixels.
 */
export function fingerprint(
  digest: Digest,
  masterSha256: string,
  recipeText: string,
  references: readonly string[] = [],
): string {
  return digest([masterSha256, recipeText, ...references].join('\n'));
}
