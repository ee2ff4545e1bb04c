import { openStorage } from '../../src/storage/index.ts';
import { describeStorage } from './storage.ts';

describeStorage('memory', async () => openStorage('memory', '/nowhere'));
