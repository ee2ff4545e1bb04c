import { MemoryLibrary } from '../../src/library/memory.ts';
import { describeLibrary } from './library.ts';

describeLibrary('memory', () => {
  const library = new MemoryLibrary();
  return {
    library,
    put: (file, content) => library.put(file, content),
    remove: (file) => library.remove(file),
  };
});
