// For the command line, which knows of the system only through run/.
export { dmxVersion, packageFile } from '../../system/package-files.ts';
