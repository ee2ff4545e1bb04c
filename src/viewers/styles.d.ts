/** Styles are bundled as text. */
declare module '*.css' {
  export const css: string;
  // oxlint-disable-next-line import/no-default-export
  export default css;
}
