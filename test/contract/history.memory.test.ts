import { openCatalog } from '../../src/catalog/index.ts';
import { openHistory } from '../../src/run/history/index.ts';
import { describeHistory } from './history.ts';

describeHistory('memory', async () => openHistory('memory', '/out', await openCatalog('/out', { kind: 'memory' })));
