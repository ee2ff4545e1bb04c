import { describe, expect, it } from 'vitest';
import { installOptionalCommand, missingPackages } from '../../../src/system/npm-packages.ts';
import { optionalPackages } from '../../../src/system/package-files.ts';

const PACKAGES = Object.keys(optionalPackages());

describe('the command that adds an optional package', () => {
  it.skipIf(missingPackages(PACKAGES).length > 0)(
    'leaves out no others where all that this machine gets are there: npm would remove them',
    () => {
      expect(installOptionalCommand(['three'])).toMatch(/^npm install (?!.*--omit).*three@/);
    },
  );

  it('knows of packages of programs those alone that are for this machine', () => {
    const machine = `/${process.platform}-${process.arch}`;
    const others = PACKAGES.filter((name) => /\/(?:darwin|linux|win32)-/.test(name) && !name.endsWith(machine));
    expect(others).toEqual([]);
  });
});
