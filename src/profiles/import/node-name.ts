/**
 * The name that a file gives its node: `macros/thumb/.content.xml` and `macros/thumb.xml` are both about `thumb`; so is what
 * was saved as `thumb.infinity.json`.
 */
export function nodeName(path: string): string {
  const [file = '', folder = 'preset'] = path.split('/').toReversed();
  const name = file.startsWith('.') || file.startsWith('_jcr_content') ? folder : file;
  return name.replace(/(?:\.(?:infinity|-?\d+))?\.(?:json|xml|properties|txt)$/i, '');
}
