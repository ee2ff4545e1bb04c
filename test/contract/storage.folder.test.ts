import { openStorage } from '../../src/storage/index.ts';
import { ownFolder } from '../support/folder.ts';
import { describeStorage } from './storage.ts';

describeStorage('folder', async () => openStorage('folder', ownFolder()));
