/** Half a letter, which no address can hold. */
const HALF = /[\ud800-\udfff]/gu;

const segment = (text: string): string => encodeURIComponent(text.replaceAll(HALF, '\ufffd'));

/**
 * The address of a file below the output: each part of its path encoded, so that no letter of it means anything to HTML,
 * CSS or `srcset`. `base` is put before it as it is; '' = relative to the output.
 */
export function addressOf(path: string, base = ''): string {
  const encoded = path.split('/').map(segment).join('/');
  return base === '' || base.endsWith('/') ? `${base}${encoded}` : `${base}/${encoded}`;
}
