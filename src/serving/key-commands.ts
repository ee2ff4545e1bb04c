/** The commands that the friendly keys of presets are other spellings of. Apart from their schemas, which parsing needs not. */
export const KEY_COMMANDS = {
  width: 'wid',
  height: 'hei',
  fit: 'fit',
  align: 'align',
  crop: 'crop',
  format: 'fmt',
  colorSpace: 'fmt',
  compression: 'fmt',
  quality: 'qlt',
  chromaSubsampling: 'qlt',
  jpegSize: 'jpegSize',
  palette: 'quantize',
  dither: 'quantize',
  colors: 'quantize',
  iccProfile: 'icc',
  renderIntent: 'icc',
  blackPoint: 'icc',
  dithering: 'icc',
  embedProfile: 'iccEmbed',
  resample: 'resMode',
  background: 'bgc',
  sharpen: 'op_sharpen',
  unsharpMask: 'op_usm',
  printResolution: 'printRes',
} as const;

export type KeyName = keyof typeof KEY_COMMANDS;
