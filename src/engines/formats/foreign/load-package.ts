import { readFile } from 'node:fs/promises';
import { EngineError } from '../../../model/errors.ts';
import { DECODER_PACKAGES, type DecoderPackageName } from '../../../model/formats/decoder-packages.ts';
import { fileOfPackage, installOptionalCommand, missingPackages } from '../../../system/npm-packages.ts';

/** ENGINE_MISSING: the master is sound, and what reads it is not installed. */
export function missingPackage(name: DecoderPackageName, label: string, cause?: unknown): EngineError {
  return new EngineError('ENGINE_MISSING', `expected the package ${name}, which reads ${label}, got none`, {
    hint: `Run \`${installOptionalCommand([name])}\`.`,
    cause,
  });
}

/** The packages that decode masters and are not installed here, without loading any. */
export const missingDecoderPackages = (): readonly string[] => missingPackages(Object.keys(DECODER_PACKAGES));

/**
 * Compiles a WebAssembly file of a package, counted from that package's root, once a process. Each decoding has an instance of its own, so that no file finds
 * what another one left behind, and what it took is given back. Rejects with EngineError (ENGINE_MISSING).
 */
export function packageModule(
  name: DecoderPackageName,
  label: string,
  file: string,
): () => Promise<WebAssembly.Module> {
  let compiled: Promise<WebAssembly.Module> | undefined;
  const compile = async (): Promise<WebAssembly.Module> => {
    try {
      return await WebAssembly.compile(await readFile(fileOfPackage(name, file)));
    } catch (error) {
      throw missingPackage(name, label, error);
    }
  };
  return () => (compiled ??= compile());
}
