/** The player without other sounds and captions, with the declarations of the whole one. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
