import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { openLibrary } from '../../src/library/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeLibrary } from './library.ts';

describeLibrary('folder', () => {
  const root = path.join(ownFolder(), 'library');
  const at = (file: string): string => path.join(root, file);
  mkdirSync(root);
  // What lies beside it is not its own.
  writeFileSync(path.join(root, '..', 'secret'), 'secret');
  return {
    library: openLibrary('folder', root),
    put: (file, content) => {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      writeFileSync(at(file), content);
    },
    remove: (file) => rmSync(at(file)),
  };
});
