import { openStorage } from '../../src/storage/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeStorage } from './storage.ts';

describeStorage('folder', async () => openStorage('folder', ownFolder()));
